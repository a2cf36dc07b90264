package dev.tidemark.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A running server. */
sealed interface PostgresServer extends AutoCloseable {

    /** The database to make other databases from. */
    PostgresDatabase administration();

    @Override
    void close();

    static PostgresServer start() {
        return Embedded.start();
    }

    /** Binaries from Maven Central, run as a child process; their data is gone with it. */
    record Embedded(EmbeddedPostgres process) implements PostgresServer {

        static Embedded start() {
            try {
                // Tests lose nothing by a crash of the machine: without fsync a commit costs a tenth.
                return new Embedded(EmbeddedPostgres.builder().setServerConfig("fsync", "off")
                        .setServerConfig("max_prepared_transactions", "10").setServerConfig("max_connections", "200").start());
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded PostgreSQL does not start", e);
            }
        }

        @Override
        public PostgresDatabase administration() {
            return new PostgresDatabase("localhost", process.getPort(), "postgres", "postgres", "postgres");
        }

        @Override
        public void close() {
            try {
                process.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded PostgreSQL does not stop", e);
            }
        }
    }
}
