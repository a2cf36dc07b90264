package dev.tidemark.postgres;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What an SQLSTATE means to Tidemark: a row to blame, or a store that fails, and then whether to try again.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error Codes</a>
 */
final class PostgresErrors {
    static final String UNIQUE_VIOLATION = "23505";
    static final String FOREIGN_KEY_VIOLATION = "23503";
    static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String UNDEFINED_SCHEMA = "3F000";

    private PostgresErrors() {
    }

    /** Why the sink refused a row of the batch; empty if no row is to blame. */
    static Optional<Reason> refusal(SQLException e) {
        return kind(state(e)).map(kind -> new Reason(kind, state(e), said(e)));
    }

    private static Optional<Reason.Kind> kind(String state) {
        return switch (state) {
            case UNIQUE_VIOLATION, "23P01" -> Optional.of(Reason.Kind.UNIQUE);
            case FOREIGN_KEY_VIOLATION -> Optional.of(Reason.Kind.FOREIGN_KEY);
            case "23502", "23514", "23000", "23001" -> Optional.of(Reason.Kind.CONSTRAINT);
            case "22001" -> Optional.of(Reason.Kind.WOULD_CHANGE);
            // A rule of a trigger or view, an index entry too long for a page, a name too long.
            case "P0001", "P0004", "44000", "54000", "42622" -> Optional.of(Reason.Kind.REFUSED);
            default -> state.startsWith("22") ? Optional.of(Reason.Kind.NOT_EXACT) : Optional.empty();
        };
    }

    /**
     * The exception for a store that did not do what it was asked.
     *
     * @param doing what was being done, such as {@code reading orders}
     */
    static StoreException failure(SQLException e, String doing) {
        String state = state(e);
        String message = doing + ": " + said(e) + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")");
        return switch (verdict(state, e)) {
            case TRANSIENT -> new StoreException.Transient(message, state, "", e);
            case UNREACHABLE -> new StoreException.Unreachable(message, state,
                    "is the server running, and are host, port and sslmode right?", e);
            case TOO_LARGE -> new StoreException.TooLarge(message, state,
                    "a time limit of the server ended the statement: raise statement_timeout for this role", e);
            case DENIED -> new StoreException.Denied(message, state, denial(state, e), e);
            case PERMANENT -> new StoreException.Permanent(message, state, advice(state), e);
        };
    }

    private enum Verdict {
        TRANSIENT, UNREACHABLE, TOO_LARGE, DENIED, PERMANENT
    }

    private static Verdict verdict(String state, SQLException e) {
        return switch (state) {
            // 57P01..3: the server goes down or starts; 08*: the connection broke or never was.
            case "57P01", "57P02", "57P03" -> Verdict.UNREACHABLE;
            // Serialization, deadlock, locks, too many connections, memory, an idle transaction ended by the server.
            case "40001", "40P01", "55P03", "55006", "53300", "53200", "53000", "25P03", "40003", "XX000" ->
                    Verdict.TRANSIENT;
            case "57014", "25P04", "54001" -> Verdict.TOO_LARGE;
            case INSUFFICIENT_PRIVILEGE, "28000", "28P01", "3D000", "25006", "0LP01" -> Verdict.DENIED;
            default -> state.startsWith("08") || state.isEmpty() && hasIoCause(e)
                    ? Verdict.UNREACHABLE
                    : Verdict.PERMANENT;
        };
    }

    private static boolean hasIoCause(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static String denial(String state, SQLException e) {
        return switch (state) {
            case "28P01", "28000" -> "look at the user and the password of the connection";
            case "3D000" -> "look at the name of the database, or create it";
            case "25006" -> "the server takes no writes: connect to the primary";
            default -> isRowSecurity(e)
                    ? "a policy filters this role's rows: use a role with BYPASSRLS, or say access: rls and get part of them"
                    : "grant the role what it needs, or connect as another";
        };
    }

    /** {@code row_security = off} fails in this routine of the server (src/backend/utils/misc/rls.c). */
    private static boolean isRowSecurity(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        return server != null && "check_enable_rls".equals(server.getRoutine());
    }

    private static String advice(String state) {
        return switch (state) {
            case "53100" -> "the server's disk is full: make room there";
            case UNDEFINED_TABLE, UNDEFINED_SCHEMA -> "look at the names of table and schema";
            case "58030", "58P01", "XX001", "XX002" -> "the server reports damaged files: check the database";
            default -> "";
        };
    }

    /** Whether there is no table, or no schema, of the name. */
    static boolean isMissing(SQLException e) {
        return state(e).equals(UNDEFINED_TABLE) || state(e).equals(UNDEFINED_SCHEMA);
    }

    /** The constraint or index that a row breaks; empty if the server names none. */
    static String constraint(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        String name = server == null ? null : server.getConstraint();
        return name == null ? "" : name;
    }

    static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    /** What the server said on one line, with its detail; driver errors as they are. */
    private static String said(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException ps ? ps.getServerErrorMessage() : null;
        String text = server == null
                ? String.valueOf(e.getMessage())
                : server.getMessage() + (server.getDetail() == null ? "" : "; " + server.getDetail());
        return text.replaceAll("\\s*\\R\\s*", " ");
    }
}
