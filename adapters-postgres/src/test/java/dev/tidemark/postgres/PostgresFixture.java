package dev.tidemark.postgres;

import dev.tidemark.domain.port.Store;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresTables;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema of its own in the test server's database. */
final class PostgresFixture extends PostgresTables {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    PostgresFixture(PostgresDatabase database) {
        super(database, "s" + NUMBER.incrementAndGet());
        database.execute("create schema " + schema());
    }

    PostgresConfig config() {
        return PostgresConfig.of(database().host(), database().port(), database().database(), database().user(),
                Optional.of(database().password())).withSslmode("disable").withSchema(schema());
    }

    @Override
    public Store store() {
        return new PostgresStore(config());
    }

    @Override
    public boolean has(Ability ability) {
        return true;
    }
}
