package dev.tidemark.postgres;

import dev.tidemark.testkit.contract.SinkContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class PostgresSinkContractTest extends SinkContract {
    private final PostgresDatabase database;

    PostgresSinkContractTest(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    protected StoreFixture openFixture() {
        return new PostgresFixture(database);
    }
}
