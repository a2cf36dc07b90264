package dev.tidemark.runtime;

/** What was asked for cannot be done while the profile runs; the message says who runs it. Exit code 5. */
public final class ProfileRunningException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ProfileRunningException(String profile, String holder) {
        super("another run holds the profile " + profile + " (" + holder + "); wait for its end, then try again");
    }
}
