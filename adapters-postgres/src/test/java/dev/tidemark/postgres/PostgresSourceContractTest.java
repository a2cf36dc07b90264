package dev.tidemark.postgres;

import dev.tidemark.testkit.contract.SourceContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class PostgresSourceContractTest extends SourceContract {
    private final PostgresDatabase database;

    PostgresSourceContractTest(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    protected StoreFixture openFixture() {
        return new PostgresFixture(database);
    }
}
