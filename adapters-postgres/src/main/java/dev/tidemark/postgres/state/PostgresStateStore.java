package dev.tidemark.postgres.state;

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
import dev.tidemark.domain.port.Sleeper;
import dev.tidemark.domain.port.StartStore;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.SyncPointStore;
import dev.tidemark.domain.port.TokenStore;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * The state in a schema of a PostgreSQL database, which several machines may share. Once the schema is made, nothing rests
 * on a session, so that a transaction pooler may stand between.
 *
 * <p>What a call saved is durable when the call returns. Times are kept to the millisecond. Calls cannot be interrupted, so
 * that a cancelled run still saves how far it came; {@link RunLock#acquire}, which may wait, can be.
 *
 * <p>A run whose lease is lost, since its heartbeat did not reach the server for half a minute, notices it at its next
 * checkpoint or reject: saving fails with {@link StoreException.Permanent}.
 */
public final class PostgresStateStore implements ServerState {
    private final StateDatabase database;
    private final Checkpoints checkpoints;
    private final SyncPoints syncPoints;
    private final Digests digests;
    private final Orphans orphans;
    private final Rejects rejects;
    private final Runs runs;
    private final Locks locks;

    private PostgresStateStore(StateDatabase database, Locks locks) {
        this.database = database;
        this.checkpoints = new Checkpoints(database, locks);
        this.syncPoints = new SyncPoints(database, locks);
        this.digests = new Digests(database, locks);
        this.orphans = new Orphans(database, locks);
        this.rejects = new Rejects(database, locks);
        this.runs = new Runs(database);
        this.locks = locks;
    }

    /**
     * Opens the state; makes the schema and its tables where they are missing.
     *
     * @param jdbcUrl {@code jdbc:postgresql://...} with what else the driver is to know, such as {@code sslmode}
     * @param user empty if the URL names it
     * @param password empty if there is none, or the URL holds it
     * @param schema for the state alone, such as {@code tidemark}
     * @throws StoreException.Unreachable if the server does not answer
     * @throws StoreException.Denied if it does not let us in, or does not let us make the schema
     * @throws StoreException.Permanent if the schema holds other tables, or a newer Tidemark's state
     */
    public static ServerState open(String jdbcUrl, String user, String password, String schema) {
        return open(jdbcUrl, user, password, schema, Pace.DEFAULT.life());
    }

    /**
     * As {@link #open(String, String, String, String)}, with leases that last as long as is wanted.
     *
     * @param leases how long a lease lasts after its last heartbeat: how long a killed run blocks its profile
     */
    public static ServerState open(String jdbcUrl, String user, String password, String schema, Duration leases) {
        return open(jdbcUrl, user, password, schema, Pace.of(leases), Thread::sleep, InstantSource.system());
    }

    /**
     * Connections to the server of a state that is open, for tables of it that others keep; each statement is a transaction
     * of its own. They are closed with what is returned, if it is an {@link AutoCloseable}, as it is.
     */
    public static DataSource source(String jdbcUrl, String user, String password) {
        return StateDatabase.pool("tidemark-schedules", jdbcUrl, user, password);
    }

    /** How the schema's name stands before that of a table. */
    public static String prefix(String schema) {
        return StateDatabase.quoted(schema) + ".";
    }

    static ServerState open(String jdbcUrl, String user, String password, String schema, Pace pace, Sleeper sleeper,
            InstantSource clock) {
        StateDatabase database = StateDatabase.open(jdbcUrl, user, password, schema);
        return new PostgresStateStore(database, new Locks(database, pace, sleeper, clock));
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
