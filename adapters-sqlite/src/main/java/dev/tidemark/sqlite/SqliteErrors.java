package dev.tidemark.sqlite;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite's result codes mean: trouble of the store, or a row that breaks one of its rules.
 *
 * @see <a href="https://sqlite.org/rescode.html">Result and Error Codes</a>
 */
final class SqliteErrors {
    private static final int PRIMARY_CODE = 0xff;
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int NOMEM = 7;
    private static final int READONLY = 8;
    private static final int INTERRUPT = 9;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int PROTOCOL = 15;
    private static final int SCHEMA = 17;
    private static final int TOOBIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;
    private static final int AUTH = 23;
    private static final int NOTADB = 26;

    private static final int CONSTRAINT_CHECK = 275;
    private static final int CONSTRAINT_FOREIGNKEY = 787;
    private static final int CONSTRAINT_NOTNULL = 1299;
    private static final int CONSTRAINT_PRIMARYKEY = 1555;
    private static final int CONSTRAINT_UNIQUE = 2067;
    private static final int CONSTRAINT_ROWID = 2579;

    private SqliteErrors() {
    }

    /**
     * The failure as the engine understands it.
     *
     * @param doing what was being done, such as {@code reading table orders of SQLite shop.db}
     */
    static StoreException failure(String doing, SQLException cause) {
        String message = doing + ": " + cause.getMessage();
        String code = name(cause);
        return switch (code(cause) & PRIMARY_CODE) {
            case BUSY, LOCKED, PROTOCOL -> new StoreException.Transient(message, code,
                    "Another program holds a lock on the file; close it, or wait until it is done.", cause);
            case IOERR, INTERRUPT, SCHEMA -> new StoreException.Transient(message, code,
                    "Look at the disk and at the file's permissions if it comes again.", cause);
            case NOMEM -> new StoreException.TooLarge(message, code, "Use a smaller page-size or batch-size.", cause);
            case PERM, READONLY, CANTOPEN, AUTH -> new StoreException.Denied(message, code,
                    "The file and its folder must be readable, and writable too for a sink, a file in WAL mode, or one"
                            + " that a crashed program left behind (a -journal beside it: open it once with that program).",
                    cause);
            case CORRUPT -> new StoreException.Permanent(message, code,
                    "The file is damaged; `sqlite3 FILE .recover` saves what can be saved.", cause);
            case NOTADB -> new StoreException.Permanent(message, code,
                    "The file is no SQLite database, or it is encrypted.", cause);
            case FULL -> new StoreException.Permanent(message, code, "Make room on the disk.", cause);
            default -> new StoreException.Permanent(message, code, "", cause);
        };
    }

    /** The table has no such column. */
    static StoreException noColumn(SqliteSession session, SqliteTable table, String column) {
        return new StoreException.Permanent(
                "table " + table.name() + " of " + session.store() + " has no column " + column, "",
                "Its columns are: " + String.join(", ", table.columns().stream().map(c -> c.name()).toList()) + ".",
                null);
    }

    /** Why the row was refused; empty if the failure is not the row's. */
    static Optional<Reason> refusal(SQLException failure) {
        SQLException cause = failure.getCause() instanceof SQLException deeper ? deeper : failure;
        int code = code(cause);
        return switch (code & PRIMARY_CODE) {
            case CONSTRAINT -> Optional.of(new Reason(constraint(code), name(cause), message(cause)));
            case TOOBIG, MISMATCH -> Optional.of(new Reason(Reason.Kind.REFUSED, name(cause), message(cause)));
            default -> Optional.empty();
        };
    }

    private static Reason.Kind constraint(int code) {
        return switch (code) {
            case CONSTRAINT_UNIQUE, CONSTRAINT_PRIMARYKEY, CONSTRAINT_ROWID -> Reason.Kind.UNIQUE;
            case CONSTRAINT_NOTNULL, CONSTRAINT_CHECK -> Reason.Kind.CONSTRAINT;
            case CONSTRAINT_FOREIGNKEY -> Reason.Kind.FOREIGN_KEY;
            // A trigger that raises (1811), a type that a STRICT table does not take (3091), and the rest.
            default -> Reason.Kind.REFUSED;
        };
    }

    private static int code(SQLException cause) {
        return cause instanceof SQLiteException sqlite ? sqlite.getResultCode().code : cause.getErrorCode();
    }

    private static String name(SQLException cause) {
        return cause instanceof SQLiteException sqlite && sqlite.getResultCode() != SQLiteErrorCode.UNKNOWN_ERROR
                ? sqlite.getResultCode().name()
                : String.format(Locale.ROOT, "SQLite error %d", cause.getErrorCode());
    }

    private static String message(SQLException cause) {
        String message = cause.getMessage();
        return message == null ? name(cause) : message;
    }
}
