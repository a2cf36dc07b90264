package dev.tidemark.supabase;

import java.util.List;

/** The part of an address behind the question mark, parameter by parameter. What it is given is percent-encoded already. */
final class RestQuery {
    /** The longest that is sent: nginx and Kong take 8 kB for the whole line by default. */
    static final int MOST_BYTES = 7_000;

    private final StringBuilder text = new StringBuilder();

    RestQuery with(String parameter, String value) {
        text.append(text.isEmpty() ? "" : "&").append(parameter).append('=').append(value);
        return this;
    }

    /** All of these conditions have to hold; there is nothing to add where there are none. */
    RestQuery where(List<String> conditions) {
        return conditions.isEmpty() ? this : with("and", "(" + String.join(",", conditions) + ")");
    }

    /** How many bytes it has, for it is plain ASCII. */
    int length() {
        return text.length();
    }

    String text() {
        return text.toString();
    }
}
