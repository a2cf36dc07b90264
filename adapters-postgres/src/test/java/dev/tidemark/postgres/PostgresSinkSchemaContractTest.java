package dev.tidemark.postgres;

import dev.tidemark.testkit.contract.SinkSchemaContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class PostgresSinkSchemaContractTest extends SinkSchemaContract {
    private final PostgresDatabase database;

    PostgresSinkSchemaContractTest(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    protected StoreFixture openFixture() {
        return new PostgresFixture(database);
    }
}
