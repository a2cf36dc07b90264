package dev.tidemark.runtime.config;

import java.nio.file.Path;

/** Where Tidemark remembers. */
public sealed interface StateLocation {

    /** A SQLite file, made with its folder when it is missing. */
    record File(Path path) implements StateLocation {
    }

    /** Tables in a PostgreSQL database. */
    record Database(Connection.Postgres connection) implements StateLocation {
    }
}
