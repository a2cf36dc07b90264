package dev.tidemark.sqlite;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What many values of a column look like, such that it shows whether the order of their bytes is that of time.
 *
 * @param kind the storage class of what is no text
 * @param separator what stands between date and time
 * @param fraction how many digits the seconds have behind the point; of figures, the whole shape's length
 * @param zone what stands behind the time
 * @param rows how many values look like this
 * @param least the first of them in the order of bytes
 * @param greatest the last of them
 */
record TextShape(Kind kind, String separator, int fraction, String zone, long rows, String least, String greatest) {
    private static final Pattern ZONE = Pattern.compile("|Z|z| ?UTC| ?[-+]\\d\\d(:?\\d\\d)?");
    private static final Pattern TIME = Pattern
            .compile(
                    "(\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)?)((?:Z|[-+]\\d\\d(?::?\\d\\d)?)?)");
    /** A day before its month, or a year of two digits: 21.11.2026, 1/2/24. */
    private static final Pattern DAY_FIRST = Pattern.compile("\\d\\d?[-/.]\\d\\d?[-/.](\\d\\d){1,2}(\\D.*)?");
    private static final Pattern MONTH_IN_WORDS = Pattern
            .compile(".*\\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(tember)?|oct(ober)?"
                    + "|nov(ember)?|dec(ember)?)\\b.*");
    private static final Pattern YEAR = Pattern.compile(".*\\b\\d{4}\\b.*");

    /** Families of values, each with an order of its own. */
    enum Kind {
        /** Integers and reals. */
        NUMBER,
        BLOB,
        /** A date alone. */
        DATE,
        /** A date and a time to the minute. */
        MINUTES,
        /** A date and a time to the second or finer. */
        SECONDS,
        /** Digits and what stands between them in numbers and dates. */
        FIGURES,
        /** Any other text. */
        WORDS
    }

    /** The shape of a value as one text, for {@link #of} to read: kind, separator, fraction and zone, between bars. */
    static String sql(String value) {
        return """
                CASE typeof(%1$s) WHEN 'blob' THEN 'BLOB||0|' WHEN 'text' THEN CASE
                WHEN %1$s GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN 'DATE||0|'
                WHEN %1$s GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]?[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*'
                THEN 'SECONDS|' || substr(%1$s, 11, 1) || '|'
                || CASE WHEN substr(%1$s, 20, 1) = '.'
                THEN length(substr(%1$s, 21)) - length(ltrim(substr(%1$s, 21), '0123456789')) ELSE 0 END || '|'
                || CASE WHEN substr(%1$s, 20, 1) = '.' THEN ltrim(substr(%1$s, 21), '0123456789') ELSE substr(%1$s, 20) END
                WHEN %1$s GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]?[0-9][0-9]:[0-9][0-9]*'
                THEN 'MINUTES|' || substr(%1$s, 11, 1) || '|0|' || substr(%1$s, 17)
                WHEN %1$s NOT GLOB '*[^-0-9:/. TZ+]*' THEN 'FIGURES||' || length(%1$s) || '|' || replace(replace(replace(replace(
                replace(replace(replace(replace(replace(substr(%1$s, 1, 40), '1', '0'), '2', '0'), '3', '0'), '4', '0'),
                '5', '0'), '6', '0'), '7', '0'), '8', '0'), '9', '0')
                ELSE 'WORDS||0|' END ELSE 'NUMBER||0|' END"""
                .formatted(value);
    }

    /** A GLOB pattern of times written like this one, with the same zone, whose order is that of time; empty if it is none. */
    static Optional<String> pattern(String text) {
        Matcher time = TIME.matcher(text);
        return time.matches() ? Optional.of(time.group(1).replaceAll("\\d", "[0-9]") + time.group(2))
                : Optional.empty();
    }

    static TextShape of(String shape, long rows, String least, String greatest) {
        String[] parts = shape.split("\\|", 4);
        return new TextShape(Kind.valueOf(parts[0]), parts[1], Integer.parseInt(parts[2]), parts[3], rows, least,
                greatest);
    }

    /** One of the values, as a person reads it. */
    String shown() {
        return switch (kind) {
            case NUMBER -> greatest;
            case BLOB -> "a blob";
            case DATE, MINUTES, SECONDS, FIGURES, WORDS -> "'" + greatest + "'";
        };
    }

    /** Why values of all these shapes have no one order in time; empty if they have. */
    static Optional<String> disorder(List<TextShape> shapes) {
        Set<Kind> kinds = shapes.stream().map(TextShape::kind).collect(Collectors.toSet());
        if (kinds.size() > 1 && !areCodes(shapes, kinds)) {
            return Optional.of(kinds.contains(Kind.NUMBER) || kinds.contains(Kind.BLOB)
                    ? "several storage classes"
                    : "texts of several formats");
        }
        return shapes.stream().map(TextShape::ownDisorder).flatMap(Optional::stream).findFirst()
                .or(() -> kinds.equals(Set.of(Kind.FIGURES)) && shapes.size() > 1
                        ? Optional.of("texts of digits that are not alike, so that '9' comes after '10'")
                        : timeDisorder(shapes));
    }

    /** Codes such as hexadecimal numbers of one length, of which some happen to have digits alone. */
    private static boolean areCodes(List<TextShape> shapes, Set<Kind> kinds) {
        return kinds.equals(Set.of(Kind.FIGURES, Kind.WORDS)) && shapes.stream()
                .filter(shape -> shape.kind == Kind.FIGURES)
                .allMatch(shape -> shape.greatest.chars().allMatch(Character::isDigit)
                        && shape.greatest.length() == wordLength(shapes));
    }

    private static int wordLength(List<TextShape> shapes) {
        return shapes.stream().filter(shape -> shape.kind == Kind.WORDS).mapToInt(shape -> shape.greatest.length())
                .findFirst().orElse(-1);
    }

    private Optional<String> ownDisorder() {
        return switch (kind) {
            case NUMBER, BLOB, DATE -> Optional.empty();
            case MINUTES, SECONDS -> ZONE.matcher(zone).matches() ? Optional.empty()
                    : Optional.of("times with something behind them");
            case FIGURES -> DAY_FIRST.matcher(greatest).matches() || greatest.startsWith("-")
                    ? Optional.of("texts whose order is not that of what they say")
                    : Optional.empty();
            case WORDS -> isInWords(least) || isInWords(greatest)
                    ? Optional.of("dates in words")
                    : Optional.empty();
        };
    }

    private static boolean isInWords(String text) {
        return YEAR.matcher(text).matches() && MONTH_IN_WORDS.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /** A blank, a plus and a minus sort before the point and the digits of a longer fraction, a Z sorts after them. */
    private static Optional<String> timeDisorder(List<TextShape> shapes) {
        if (shapes.stream().map(TextShape::separator).distinct().count() > 1) {
            return Optional.of("times with and without a T in the middle");
        }
        boolean isTime = shapes.stream().anyMatch(shape -> shape.kind == Kind.MINUTES || shape.kind == Kind.SECONDS);
        if (isTime && shapes.stream().map(TextShape::zone).distinct().count() > 1) {
            return Optional.of("times of several zones");
        }
        boolean lettered = shapes.stream().anyMatch(shape -> shape.zone.startsWith("Z") || shape.zone.startsWith("z"));
        return isTime && lettered && shapes.stream().map(TextShape::fraction).distinct().count() > 1
                ? Optional.of("times with a Z behind fractions of several lengths")
                : Optional.empty();
    }
}
