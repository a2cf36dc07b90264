package dev.tidemark.supabase;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of PostgREST, as far as features go by it: {@code 12.0.2}; from 14 on the second number counts patches. */
record ServerVersion(int major, int minor) {
    private static final Pattern NUMBERS = Pattern.compile("^(\\d{1,4})(?:\\.(\\d{1,4}))?.*");

    /** 0.0 for what is no version. */
    static ServerVersion of(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        if (!numbers.matches()) {
            return new ServerVersion(0, 0);
        }
        String minor = numbers.group(2);
        return new ServerVersion(Integer.parseInt(numbers.group(1)), minor == null ? 0 : Integer.parseInt(minor));
    }

    boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || major == otherMajor && minor >= otherMinor;
    }
}
