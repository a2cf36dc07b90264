package dev.tidemark.sqlite;

import dev.tidemark.testkit.contract.SinkLoadContract;
import dev.tidemark.testkit.contract.StoreFixture;
import org.junit.jupiter.api.Nested;

/** The contract on a file with a rollback journal, one in WAL mode, and those in UTF-16 (correctness rule 9). */
final class SqliteSinkLoadContractTest {

    @Nested
    final class WithARollbackJournal extends SinkLoadContract {
        @Override
        protected StoreFixture openFixture() {
            return new SqliteFixture();
        }
    }

    @Nested
    final class InWalMode extends SinkLoadContract {
        @Override
        protected StoreFixture openFixture() {
            return new SqliteFixture("pragma journal_mode = wal");
        }
    }

    @Nested
    final class Rule9InUtf16le extends SinkLoadContract {
        @Override
        protected StoreFixture openFixture() {
            return new SqliteFixture("pragma encoding = 'UTF-16le'");
        }
    }

    @Nested
    final class Rule9InUtf16be extends SinkLoadContract {
        @Override
        protected StoreFixture openFixture() {
            return new SqliteFixture("pragma encoding = 'UTF-16be'", "pragma journal_mode = wal");
        }
    }
}
