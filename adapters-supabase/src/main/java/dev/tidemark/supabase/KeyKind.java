package dev.tidemark.supabase;

/** What an API key lets us do, as far as it tells by itself. */
public enum KeyKind {
    /** {@code sb_secret_...}: sees and writes everything. */
    SECRET(true),
    /** A JWT with the role {@code service_role}: sees and writes everything. */
    SERVICE_ROLE(true),
    /** {@code sb_publishable_...}: row-level security decides. */
    PUBLISHABLE(false),
    /** A JWT with the role {@code anon}: row-level security decides. */
    ANON(false),
    /** A JWT of a user, or of a role of the project's own: row-level security decides. */
    USER(false),
    /** Nothing that we know: row-level security may decide. */
    UNKNOWN(false);

    private final boolean seesAllRows;

    KeyKind(boolean seesAllRows) {
        this.seesAllRows = seesAllRows;
    }

    /** Whether row-level security does not bind it. */
    public boolean seesAllRows() {
        return seesAllRows;
    }
}
