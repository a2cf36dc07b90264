package dev.tidemark.http.security;

/** The roles, as {@code @Secured} names them. Whoever is an operator is a viewer as well. */
public final class Access {
    /** Sees profiles, runs and counts, and no values of rows. */
    public static final String VIEWER = "VIEWER";

    /** Starts, cancels, retries, reads rejected rows and the audit log. */
    public static final String OPERATOR = "OPERATOR";

    private Access() {
    }
}
