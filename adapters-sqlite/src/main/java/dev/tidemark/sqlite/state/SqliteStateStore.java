package dev.tidemark.sqlite.state;

import dev.tidemark.domain.port.AuditLog;
import dev.tidemark.domain.port.CheckpointStore;
import dev.tidemark.domain.port.DigestStore;
import dev.tidemark.domain.port.OrphanStore;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunEventStore;
import dev.tidemark.domain.port.RunHistory;
import dev.tidemark.domain.port.RunLock;
import dev.tidemark.domain.port.RunPieceStore;
import dev.tidemark.domain.port.ServerSecrets;
import dev.tidemark.domain.port.ServerState;
import dev.tidemark.domain.port.StartStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.port.TokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The state in a SQLite file, which several processes may have open at once. It must lie on a local disk: neither WAL nor
 * file locks are sound on network shares.
 *
 * <p>What a call saved survives a loss of power when the call returns. Times are kept to the millisecond. Calls cannot be
 * interrupted, so that a cancelled run still saves how far it came.
 */
public final class SqliteStateStore implements ServerState {
    private final StateDatabase database;
    private final Checkpoints checkpoints;
    private final SyncPoints syncPoints;
    private final Digests digests;
    private final Orphans orphans;
    private final Rejects rejects;
    private final Runs runs;
    private final Locks locks;

    private SqliteStateStore(StateDatabase database, Locks locks) {
        this.database = database;
        this.checkpoints = new Checkpoints(database);
        this.syncPoints = new SyncPoints(database);
        this.digests = new Digests(database);
        this.orphans = new Orphans(database);
        this.rejects = new Rejects(database);
        this.runs = new Runs(database);
        this.locks = locks;
    }

    /**
     * Opens the state; makes the file and its folders where they are missing. Run locks lie beside it, in
     * {@code <file>.locks/}.
     *
     * @throws StoreException.Denied if the file cannot be made or written
     * @throws StoreException.Permanent if it is damaged, another program's database, or a newer Tidemark's state
     * @throws StoreException.Transient if another process holds it for longer than ten seconds
     */
    public static ServerState open(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = lockFolder(absolute);
        StateDatabase database = StateDatabase.open(absolute, folder.resolve("migration.lock"));
        return new SqliteStateStore(database, new Locks(folder, Thread::sleep));
    }

    /** Connections to the file of a state that is open, for tables of it that others keep. */
    public static DataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(10_000);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath().normalize());
        return source;
    }

    /** Begins, on a thread of its own, what opening takes whatever the file is. Loggers are made by it. */
    public static void anticipate() {
        StateContext.begin();
    }

    /** Makes the folders; what is in the way is told before SQLite would tell it less clearly. */
    private static Path lockFolder(Path file) {
        if (Files.isDirectory(file)) {
            throw StateErrors.denied(file, "it is a folder", null);
        }
        try {
            Path folder = Files.createDirectories(file.resolveSibling(file.getFileName() + ".locks")).toRealPath();
            if (Files.exists(file) && !Files.isWritable(file)) {
                throw StateErrors.denied(file, "it is read-only", null);
            }
            return folder;
        } catch (IOException e) {
            throw StateErrors.denied(file, e.toString(), e);
        }
    }

    @Override
    public CheckpointStore checkpoints() {
        return checkpoints;
    }

    @Override
    public SyncPointStore syncPoints() {
        return syncPoints;
    }

    @Override
    public DigestStore digests() {
        return digests;
    }

    @Override
    public OrphanStore orphans() {
        return orphans;
    }

    @Override
    public RejectStore rejects() {
        return rejects;
    }

    @Override
    public RunHistory runs() {
        return runs;
    }

    @Override
    public RunLock locks() {
        return locks;
    }

    // What only servers ask for is made when it is asked for: a run does without.

    @Override
    public TokenStore tokens() {
        return new Tokens(database);
    }

    @Override
    public AuditLog audit() {
        return new Audit(database);
    }

    @Override
    public RunEventStore events() {
        return new Events(database);
    }

    @Override
    public StartStore starts() {
        return new Starts(database);
    }

    @Override
    public ServerSecrets secrets() {
        return new Secrets(database);
    }

    @Override
    public RunPieceStore pieces() {
        return new Pieces(database);
    }

    @Override
    public void close() {
        locks.close();
        database.close();
    }
}
