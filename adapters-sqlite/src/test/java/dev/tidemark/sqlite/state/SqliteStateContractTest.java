package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.ServerState;
import dev.tidemark.domain.port.StateStore;
import dev.tidemark.testkit.contract.AuditLogContract;
import dev.tidemark.testkit.contract.CheckpointStoreContract;
import dev.tidemark.testkit.contract.DigestStoreContract;
import dev.tidemark.testkit.contract.OrphanStoreContract;
import dev.tidemark.testkit.contract.RejectStoreContract;
import dev.tidemark.testkit.contract.RunEventStoreContract;
import dev.tidemark.testkit.contract.RunHistoryContract;
import dev.tidemark.testkit.contract.RunLockContract;
import dev.tidemark.testkit.contract.RunPieceStoreContract;
import dev.tidemark.testkit.contract.ServerSecretsContract;
import dev.tidemark.testkit.contract.StartStoreContract;
import dev.tidemark.testkit.contract.SyncPointStoreContract;
import dev.tidemark.testkit.contract.TokenStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The state in a SQLite file keeps the contracts of its ports. */
final class SqliteStateContractTest {
    @TempDir
    private Path folder;

    private ServerState open() {
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

    @Nested
    final class TokensTest extends TokenStoreContract {
        @Override
        protected ServerState openState() {
            return open();
        }
    }

    @Nested
    final class AuditTest extends AuditLogContract {
        @Override
        protected ServerState openState() {
            return open();
        }
    }

    @Nested
    final class EventsTest extends RunEventStoreContract {
        @Override
        protected ServerState openState() {
            return open();
        }
    }

    @Nested
    final class StartsTest extends StartStoreContract {
        @Override
        protected ServerState openState() {
            return open();
        }
    }

    @Nested
    final class SecretsTest extends ServerSecretsContract {
        @Override
        protected ServerState openState() {
            return open();
        }
    }

    @Nested
    final class PiecesTest extends RunPieceStoreContract {
        @Override
        protected ServerState openState() {
            return open();
        }
    }
}
