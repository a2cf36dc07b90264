package dev.tidemark.supabase;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says what a failure means: by its code, which is PostgREST's own or an SQLSTATE, and only then by its status, for what
 * stands between has no codes, and one code has several statuses from version to version.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/errors.html">PostgREST: Errors</a>
 * @see <a href="https://supabase.com/docs/guides/platform/http-status-codes">Supabase: HTTP status codes</a>
 */
final class SupabaseErrors {
    /** A right on a table or column, or a policy that says no. */
    static final String RIGHTS_MISSING = "42501";

    private SupabaseErrors() {
    }

    /** Why the rows that were sent were not taken, if one of them is to blame; empty if something else is. */
    static Optional<Reason> refusal(RestFailure failure) {
        return kind(failure.code()).map(kind -> new Reason(kind, failure.code(), said(failure)));
    }

    private static Optional<Reason.Kind> kind(String code) {
        return switch (code) {
            case "23505", "23P01" -> Optional.of(Reason.Kind.UNIQUE);
            case "23503" -> Optional.of(Reason.Kind.FOREIGN_KEY);
            case "23000", "23001", "23502", "23514" -> Optional.of(Reason.Kind.CONSTRAINT);
            case "22001" -> Optional.of(Reason.Kind.WOULD_CHANGE);
            // A rule of a trigger or view, an index entry too long for a page, a name too long, JSON that is none.
            case "P0001", "P0004", "44000", "54000", "42622", "PGRST102" -> Optional.of(Reason.Kind.REFUSED);
            default -> code.startsWith("22") ? Optional.of(Reason.Kind.NOT_EXACT) : Optional.empty();
        };
    }

    /** Whether the server's picture of its tables may be older than the tables, so that a second look may find them. */
    static boolean mayBeStale(RestFailure failure) {
        return switch (failure.code()) {
            case "PGRST202", "PGRST204", "PGRST205" -> true;
            default -> false;
        };
    }

    /** Whether there were more requests at a time than the server takes. */
    static boolean isCrowded(RestFailure failure) {
        return failure.status() == 429 || failure.code().equals("PGRST003");
    }

    /** What a failure means that no row is to blame for. */
    static StoreException trouble(String doing, RestFailure failure) {
        return trouble(doing, failure, "");
    }

    /**
     * What a failure means that no row is to blame for.
     *
     * @param doing what was being done, such as {@code reading orders}
     * @param grant what gives the right to do it, for a person; may be empty
     */
    static StoreException trouble(String doing, RestFailure failure, String grant) {
        String code = failure.code();
        String message = doing + ": " + said(failure);
        String advice = advice(failure, grant);
        return switch (verdict(failure)) {
            case TRANSIENT -> new StoreException.Transient(message, code, advice, null, pause(failure));
            case UNREACHABLE -> new StoreException.Unreachable(message, code, advice, null);
            case TOO_LARGE -> new StoreException.TooLarge(message, code, advice, null);
            case DENIED -> new StoreException.Denied(message, code, advice, null);
            case PERMANENT -> new StoreException.Permanent(message, code, advice, null);
        };
    }

    /** How long the server asked to be left alone. */
    static Optional<Duration> pause(RestFailure failure) {
        return failure.retryAfter().flatMap(header -> RetryAfter.parse(header, Instant.now()));
    }

    private enum Verdict {
        TRANSIENT, UNREACHABLE, TOO_LARGE, DENIED, PERMANENT
    }

    private static Verdict verdict(RestFailure failure) {
        String code = failure.code();
        return switch (code) {
            // The API answers, but not the database behind it: gone, going, or just starting.
            case "PGRST000", "PGRST001", "PGRST002", "57P01", "57P02", "57P03" -> Verdict.UNREACHABLE;
            // No free connection; serialization, deadlock, locks, memory, disk, connections, an idle one ended.
            case "PGRST003", "40001", "40003", "40P01", "55006", "55P03", "53000", "53100", "53200", "53300", "53400",
                    "25P03", "57P05", "XX000" -> Verdict.TRANSIENT;
            case "57014", "25P04", "54000", "54001" -> Verdict.TOO_LARGE;
            case RIGHTS_MISSING, "28000", "28P01", "0LP01", "0P000", "22023", "3D000", "25006", "PGRST106", "PGRST300",
                    "PGRST301",
                    "PGRST302", "PGRST303" -> Verdict.DENIED;
            // What nobody was meant to send twice; it comes with status 500 from 12.0.3 on.
            case "21000" -> Verdict.PERMANENT;
            default -> code.startsWith("08") ? Verdict.UNREACHABLE : verdictByStatus(failure);
        };
    }

    private static Verdict verdictByStatus(RestFailure failure) {
        boolean silent = failure.code().isEmpty();
        return switch (failure.status()) {
            case 401, 402, 403, 540 -> Verdict.DENIED;
            // PostgREST names what it does not find: something else is at this address.
            case 404 -> silent ? Verdict.DENIED : Verdict.PERMANENT;
            case 413, 414, 431, 544 -> Verdict.TOO_LARGE;
            // The HTTP server in front of PostgREST answers so, in plain text, to an address that is too long.
            case 400 -> silent && failure.message().isEmpty() ? Verdict.TOO_LARGE : Verdict.PERMANENT;
            case 408, 425, 429, 503 -> Verdict.TRANSIENT;
            // What stands before the API gets no answer from it.
            case 502, 504, 520, 521, 522, 523, 524, 525, 527, 530 -> Verdict.UNREACHABLE;
            // PostgREST has a code for all that fails; without one, something else failed.
            case 500 -> silent ? Verdict.TRANSIENT : Verdict.PERMANENT;
            default -> Verdict.PERMANENT;
        };
    }

    private static String advice(RestFailure failure, String grant) {
        return failure.hint().isEmpty() ? ownAdvice(failure, grant) : failure.hint();
    }

    private static String ownAdvice(RestFailure failure, String grant) {
        return switch (failure.code()) {
            case RIGHTS_MISSING -> grant.isEmpty() ? "grant the key's role what it needs" : grant;
            case "PGRST301", "PGRST303" -> "the token is expired or not of this project: get a new one";
            case "PGRST302" -> "the project lets nobody in without a key of its own: look at the key";
            case "PGRST300" -> "the server has no secret to check tokens with: set its jwt-secret";
            case "22023", "0LP01", "0P000" ->
                    "the token's role does not exist there or may not be used: get another token";
            case "25006" -> "the server takes no writes: connect to the primary, or look whether the disk is full";
            case "57014" -> "a time limit of the server ended the statement; to raise it: alter role service_role"
                    + " set statement_timeout = '60s'; notify pgrst, 'reload config';";
            case "53100" -> "the server's disk is full: make room there";
            case "PGRST000", "PGRST001", "PGRST002", "57P01", "57P02", "57P03" ->
                    "the API answers, but not the database behind it: look at the project's state";
            case "PGRST003" -> "all of the API's connections are busy: try fewer writers, or a larger pool";
            case "PGRST106" -> "expose the schema: Project Settings > API > Exposed schemas";
            case "PGRST202", "PGRST204", "PGRST205", "42P01", "42703" ->
                    "look at the name; if it was made just now: notify pgrst, 'reload schema'";
            case "42P10" -> "name key columns that a unique constraint covers, or make one";
            case "428C9" -> "the table makes this value itself: leave the column out with columns: { exclude: [...] }";
            case "58030", "58P01", "XX001", "XX002" -> "the server reports damaged files: check the database";
            default -> adviceByStatus(failure.status());
        };
    }

    private static String adviceByStatus(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> "the project is at another address: look at the url, and use https";
            case 401, 403 -> "look at the key: it must be one of this project, and be allowed to do this";
            case 402 -> "the project is restricted: look at its usage and its bill";
            case 404 -> "look at the url and the rest-path of the connection";
            case 413, 414, 431 -> "try a smaller batch-size";
            case 429 -> "try fewer writers";
            case 502, 504, 520, 521, 522, 523, 524 ->
                    "the API behind the address does not answer: look at the project's state";
            case 540 -> "the project is paused: restore it in the dashboard";
            default -> "";
        };
    }

    /** What the server said, on one line, with its code. */
    private static String said(RestFailure failure) {
        String code = failure.code().isEmpty() ? "HTTP " + failure.status() : failure.code();
        String text = failure.message();
        if (!failure.details().isEmpty()) {
            text += text.isEmpty() ? failure.details() : "; " + failure.details();
        }
        return text.isEmpty()
                ? "refused without a reason (" + code + ")"
                : text.replaceAll("\\s*\\R\\s*", " ") + " (" + code + ")";
    }
}
