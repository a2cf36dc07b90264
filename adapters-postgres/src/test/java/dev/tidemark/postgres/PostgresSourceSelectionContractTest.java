package dev.tidemark.postgres;

import dev.tidemark.testkit.contract.SourceSelectionContract;
import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
final class PostgresSourceSelectionContractTest extends SourceSelectionContract {
    private final PostgresDatabase database;

    PostgresSourceSelectionContractTest(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    protected StoreFixture openFixture() {
        return new PostgresFixture(database);
    }
}
