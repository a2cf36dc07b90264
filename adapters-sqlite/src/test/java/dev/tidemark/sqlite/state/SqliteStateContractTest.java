package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.StateStore;
import dev.tidemark.testkit.contract.CheckpointStoreContract;
import dev.tidemark.testkit.contract.DigestStoreContract;
import dev.tidemark.testkit.contract.OrphanStoreContract;
import dev.tidemark.testkit.contract.RejectStoreContract;
import dev.tidemark.testkit.contract.RunHistoryContract;
import dev.tidemark.testkit.contract.RunLockContract;
import dev.tidemark.testkit.contract.SyncPointStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The state in a SQLite file keeps the contracts of its ports. */
final class SqliteStateContractTest {
    @TempDir
    private Path folder;

    private StateStore open() {
        return SqliteStateStore.open(folder.resolve("state.db"));
    }

    @Nested
    final class CheckpointsTest extends CheckpointStoreContract {
        @Override
        protected StateStore openState() {
            return open();
        }
    }

    @Nested
    final class SyncPointsTest extends SyncPointStoreContract {
        @Override
        protected StateStore openState() {
            return open();
        }
    }

    @Nested
    final class DigestsTest extends DigestStoreContract {
        @Override
        protected StateStore openState() {
            return open();
        }
    }

    @Nested
    final class OrphansTest extends OrphanStoreContract {
        @Override
        protected StateStore openState() {
            return open();
        }
    }

    @Nested
    final class RejectsTest extends RejectStoreContract {
        @Override
        protected StateStore openState() {
            return open();
        }
    }

    @Nested
    final class RunsTest extends RunHistoryContract {
        @Override
        protected StateStore openState() {
            return open();
        }
    }

    @Nested
    final class LocksTest extends RunLockContract {
        @Override
        protected StateStore openState() {
            return open();
        }
    }
}
