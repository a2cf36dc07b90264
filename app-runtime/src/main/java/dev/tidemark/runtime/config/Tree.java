package dev.tidemark.runtime.config;

import java.util.List;

/** What was written, with the place of every part, before anybody asks what it means. */
sealed interface Tree {

    Place place();

    /** What it is, for a message. */
    String kind();

    /**
     * A single value.
     *
     * @param written as it stands in the file; what messages show, since placeholders may stand for secrets
     * @param text with its placeholders filled in
     * @param style whether it stood in quotes, so that it is text whatever it looks like
     * @param unset the variables that it names and nobody set
     */
    record Scalar(Place place, String written, String text, Style style, List<String> unset) implements Tree {

        static Scalar of(Place place, String text) {
            return new Scalar(place, text, text, Style.PLAIN, List.of());
        }

        @Override
        public String kind() {
            return isEmpty() ? "nothing" : "'" + written + "'";
        }

        /** Whether nothing was written: {@code key:} and then the end of the line, or {@code null}. */
        boolean isEmpty() {
            return style == Style.PLAIN && (written.isEmpty() || written.equals("null") || written.equals("~"));
        }
    }

    /** A list. */
    record Sequence(Place place, List<Tree> items) implements Tree {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in the order written, repeated keys included. */
    record Mapping(Place place, List<Entry> entries) implements Tree {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Entry(Scalar key, Tree value) {
    }

    /** How a value was written. */
    enum Style {
        PLAIN, QUOTED
    }
}
