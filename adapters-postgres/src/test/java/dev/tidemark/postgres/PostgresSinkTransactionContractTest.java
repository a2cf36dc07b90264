package dev.tidemark.postgres;

import dev.tidemark.testkit.contract.SinkTransactionContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class PostgresSinkTransactionContractTest extends SinkTransactionContract {
    private final PostgresDatabase database;

    PostgresSinkTransactionContractTest(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    protected StoreFixture openFixture() {
        return new PostgresFixture(database);
    }
}
