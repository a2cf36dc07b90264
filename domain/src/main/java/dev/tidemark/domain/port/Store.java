package dev.tidemark.domain.port;

/**
 * A database, a file or a service that a profile names. Opening what is in it connects; the store itself holds nothing
 * open. Thread-safe.
 */
public interface Store {

    /** What people call it, without secrets: {@code SQLite shop.db}, {@code PostgreSQL db.example.org/shop}. */
    String name();

    /**
     * Opens the store for reading, as it is now.
     *
     * @throws StoreException.Unreachable if it does not answer
     * @throws StoreException.Denied if it is missing or lets us not in
     */
    Source openSource();

    /**
     * Opens the store to look at what a run writes there: as {@link #openSource}, but short-lived, and nobody asks for
     * {@link Source#bounds}.
     */
    default Source openView() {
        return openSource();
    }

    /** Opens the store for writing; a SQLite file that is missing is made when something is made or written in it. */
    Sink openSink();

    /**
     * It will be opened soon: what takes time then, such as connecting, may begin now, beside whatever else is to be done
     * before. What fails is told when it is opened.
     *
     * @return to be closed when the store is open, or will not be
     */
    default Expectation expect() {
        return () -> {
        };
    }

    /** That a store will be opened. */
    interface Expectation extends AutoCloseable {
        @Override
        void close();
    }

    /** How large its tables are. */
    SizeProbe sizes();

    /** Whether all rows of its tables are shown to us. */
    default Visibility visibility() {
        return Visibility.ALL_ROWS;
    }

    /** Whether a store shows all rows. */
    enum Visibility {
        /** It does, or it fails. */
        ALL_ROWS,
        /** Row-level security may hide some, so what is not seen may be there: never a reason to delete. */
        PERHAPS_FILTERED
    }
}
