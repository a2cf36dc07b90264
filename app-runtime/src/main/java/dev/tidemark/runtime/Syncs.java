package dev.tidemark.runtime;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.port.RejectStore;
import dev.tidemark.domain.port.RunHistory.RunRecord;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.runtime.config.Configuration;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with profiles; both frontends call it and nothing else. Opens the state store when it is first needed.
 * Thread-safe.
 *
 * <p>Methods throw {@link dev.tidemark.runtime.config.ConfigurationException} for what the user wrote, and
 * {@link dev.tidemark.domain.port.StoreException} if the state store fails; runs report both instead, once prepared.
 */
public final class Syncs implements AutoCloseable {
    private final Configuration configuration;

    private Syncs(Configuration configuration) {
        this.configuration = configuration;
    }

    public static Syncs open(Configuration configuration) {
        return new Syncs(configuration);
    }

    public Configuration configuration() {
        return configuration;
    }

    /** Makes a push or a pull ready; nothing is opened yet. */
    public SyncRun prepare(SyncRequest request) {
        throw new IllegalStateException("comes with the next commit");
    }

    /** Makes another try at the profile's stored rejects ready. */
    public SyncRun prepareRetry(SyncRequest request) {
        throw new IllegalStateException("comes with the next commit");
    }

    /** {@link #prepare} and run to the end. */
    public SyncReport run(SyncRequest request, SyncListener listener) {
        return prepare(request).execute(listener);
    }

    /** {@link #prepareRetry} and run to the end. */
    public SyncReport retryRejects(SyncRequest request, SyncListener listener) {
        return prepareRetry(request).execute(listener);
    }

    /** How many rejects each direction and table of the profile has; those without any are left out. */
    public List<RejectStore.Count> rejectCounts(String profile) {
        throw new IllegalStateException("comes with the next commit");
    }

    /** The scope's rejects after the one with this number, oldest first. */
    public List<RejectStore.Stored> rejects(Checkpoint.Scope scope, long after, int limit) {
        throw new IllegalStateException("comes with the next commit");
    }

    /** One reject of the profile by its number. */
    public Optional<RejectStore.Stored> reject(String profile, long number) {
        throw new IllegalStateException("comes with the next commit");
    }

    /**
     * Drops rejects of the profile, whichever direction.
     *
     * @param tables patterns of the tables; empty for all
     * @param numbers the rejects; empty for all
     * @return how many
     */
    public long dropRejects(String profile, List<String> tables, List<Long> numbers) {
        throw new IllegalStateException("comes with the next commit");
    }

    /** The latest runs of the profile, or of all where none is named; newest first. */
    public List<RunRecord> runs(Optional<String> profile, int limit) {
        throw new IllegalStateException("comes with the next commit");
    }

    public Optional<RunRecord> findRun(String run) {
        throw new IllegalStateException("comes with the next commit");
    }

    public ProfileStatus status(String profile) {
        throw new IllegalStateException("comes with the next commit");
    }

    /** The checkpoints of the profile: passes that did not reach the end. */
    public List<Checkpoint> checkpoints(String profile) {
        throw new IllegalStateException("comes with the next commit");
    }

    /**
     * Forgets checkpoints of the profile, so that the next run begins anew.
     *
     * @param tables patterns of the sink's tables; empty for all
     * @return those that were forgotten
     */
    public List<Checkpoint> reset(String profile, List<String> tables) {
        throw new IllegalStateException("comes with the next commit");
    }

    @Override
    public void close() {
        // Nothing is open before the first call.
    }
}
