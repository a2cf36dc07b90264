package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure of the state file means and what to do about it, by SQLite's own code. */
final class StateErrors {
    private StateErrors() {
    }

    /**
     * Says what the failure of a piece of work means.
     *
     * @param doing what was being done, such as {@code saving the checkpoint of orders}
     * @param thrown what the state's thread threw, as its cause
     * @return the failure as the port knows it; one that did not come from SQLite or from damaged content stays as it is
     */
    static RuntimeException translate(String doing, Path file, ExecutionException thrown) {
        Throwable failure = Objects.requireNonNull(thrown.getCause());
        if (failure instanceof StoreException told) {
            return told;
        }
        if (failure instanceof IOException) {
            return denied(file, failure.toString(), failure);
        }
        SQLiteException sqlite = find(failure, SQLiteException.class);
        if (sqlite != null) {
            return ofCode(doing, file, sqlite, failure);
        }
        if (failure instanceof IllegalArgumentException damaged) {
            return new StoreException.Permanent(
                    "While " + doing + ": the state file " + file + " holds what Tidemark did not write ("
                            + damaged.getMessage()
                            + ").",
                    "", afresh(), failure);
        }
        return failure instanceof RuntimeException as ? as : new IllegalStateException("while " + doing, failure);
    }

    private static StoreException ofCode(String doing, Path file, SQLiteException sqlite, Throwable failure) {
        // The low byte of an extended code is its family: sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes
        SQLiteErrorCode family = SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
        String code = sqlite.getResultCode().name();
        String message = "While " + doing + " in the state file " + file + ": " + sqlite.getMessage();
        return switch (family) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_INTERRUPT ->
                    new StoreException.Transient(message, code,
                            "Another process may hold the file; it must lie on a local disk, not on a network share.",
                            failure);
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
                    new StoreException.Denied(message, code, mayWrite(), failure);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> new StoreException.Permanent(message, code, afresh(), failure);
            case SQLITE_FULL ->
                    new StoreException.Permanent(message, code, "Make room on the disk, then run again.", failure);
            // The other codes, some eighty of them, have no advice of their own.
            default -> new StoreException.Permanent(message, code, "", failure);
        };
    }

    /** The state cannot be where it was asked to be. */
    static StoreException denied(Path file, String why, @Nullable Throwable cause) {
        return new StoreException.Denied("Cannot keep the state in " + file + ": " + why + ".", "", mayWrite(), cause);
    }

    private static String mayWrite() {
        return "The file and its folder must be writable; or name another place as state.";
    }

    private static String afresh() {
        return "Move the file away: the next run begins anew, and loses nothing but time and the list of rejects.";
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
