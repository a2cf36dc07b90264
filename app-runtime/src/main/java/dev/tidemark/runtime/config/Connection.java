package dev.tidemark.runtime.config;

import dev.tidemark.postgres.PostgresConfig;
import dev.tidemark.sqlite.driver.DriverChoice;
import dev.tidemark.supabase.SupabaseConfig;
import java.nio.file.Path;

/** One of the ends that profiles name, with everything needed to open it. Prints without secrets. */
public sealed interface Connection {

    /** As the configuration calls it. */
    String name();

    /** What tells this end from others, without user or password. */
    String address();

    /**
     * A SQLite file, or many.
     *
     * @param path absolute; its name may hold the wildcards {@code *} and {@code ?}
     * @param driver which library to open it with
     */
    record Sqlite(String name, Path path, DriverChoice driver) implements Connection {
        /** One of the files that it stands for. */
        public Sqlite withPath(Path file) {
            return new Sqlite(name, file, driver);
        }

        @Override
        public String address() {
            return "sqlite:" + path;
        }

        /** Whether it stands for every file that matches. */
        public boolean isGlob() {
            String text = path.toString();
            return text.contains("*") || text.contains("?");
        }
    }

    /** A schema of a PostgreSQL database. */
    record Postgres(String name, PostgresConfig config) implements Connection {
        @Override
        public String address() {
            return "postgresql://" + config.host() + ":" + config.port() + "/" + config.database() + "/"
                    + config.schema();
        }

        Postgres withSchema(String schema) {
            return new Postgres(name, config.withSchema(schema));
        }
    }

    /** A schema of a Supabase project, or of another PostgREST. */
    record Supabase(String name, SupabaseConfig config) implements Connection {
        @Override
        public String address() {
            return config.url() + config.restPath() + "/" + config.schema();
        }

        Supabase withSchema(String schema) {
            return new Supabase(name, config.withSchema(schema));
        }
    }
}
