package dev.tidemark.postgres.state;

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
import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The state in PostgreSQL keeps the contracts of its ports, in a schema whose name has to be quoted. */
@ExtendWith(PostgresExtension.class)
final class PostgresStateContractTest {
    private static final String SCHEMA = "Tide mark";
    private static final Pace FAST = new Pace(Duration.ofSeconds(10), Duration.ofMillis(60));

    private final PostgresDatabase database;

    PostgresStateContractTest(PostgresDatabase database) {
        this.database = database;
    }

    private ServerState open() {
        return PostgresStateStore.open(database.jdbcUrl(), "", "", SCHEMA, FAST, Thread::sleep, InstantSource.system());
    }

    @AfterEach
    void dropTheState() {
        database.execute("drop schema \"" + SCHEMA + "\" cascade");
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
