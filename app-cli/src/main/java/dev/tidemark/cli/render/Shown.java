package dev.tidemark.cli.render;

/** Values as a terminal can show them: on one line, not longer than a glance, and without what would steer the terminal. */
final class Shown {
    private static final int MOST_CHARACTERS = 60;
    /** How many letters before a difference are shown. */
    private static final int CONTEXT = 20;

    private Shown() {
    }

    /** A value. A long one is cut and its length told; control characters are escaped; an empty text shows as {@code ''}. */
    static String value(String value) {
        return from(value, 0);
    }

    /** A value beside another from which it differs: where it is cut, the first difference is in what is left. */
    static String value(String value, String other) {
        int most = Math.min(value.length(), other.length());
        int same = 0;
        while (same < most && value.charAt(same) == other.charAt(same)) {
            same++;
        }
        boolean between = same > 0 && same < value.length() && Character.isSurrogatePair(value.charAt(same - 1),
                value.charAt(same));
        int before = value.codePointCount(0, between ? same - 1 : same);
        return from(value, before < MOST_CHARACTERS - CONTEXT ? 0 : before - CONTEXT);
    }

    private static String from(String value, int start) {
        if (value.isEmpty()) {
            return "''";
        }
        int length = value.codePointCount(0, value.length());
        if (length <= MOST_CHARACTERS) {
            return escaped(value);
        }
        int begin = value.offsetByCodePoints(0, start);
        boolean cut = length - start > MOST_CHARACTERS;
        int end = cut ? value.offsetByCodePoints(begin, MOST_CHARACTERS) : value.length();
        return (start > 0 ? "..." : "") + escaped(value.substring(begin, end)) + (cut ? "..." : "") + " ("
                + Amounts.count(length) + " characters)";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (isSafe(point)) {
                        escaped.appendCodePoint(point);
                    } else {
                        escaped.append(String.format("\\u%04x", point));
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** Control characters steer a terminal; format characters turn the direction of writing or hide letters. */
    private static boolean isSafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    false;
            // Joins the letters of scripts and of emoji; it hides nothing by itself.
            case Character.FORMAT -> point == 0x200c || point == 0x200d;
            default -> true;
        };
    }
}
