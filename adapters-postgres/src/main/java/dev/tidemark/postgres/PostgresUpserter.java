package dev.tidemark.postgres;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.postgres.BatchMerger.Caution;
import dev.tidemark.postgres.PostgresTable.Interference;
import dev.tidemark.postgres.PostgresTable.Storage;
import dev.tidemark.postgres.WriteShape.Target;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes batches, each in a transaction of its own, by the cheapest way that counts exactly: COPY straight in where every
 * row is new, parameters for a few rows, otherwise a staging table and one statement.
 */
final class PostgresUpserter implements SinkUpserter {
    /** From here on a staging table is faster than parameters: see {@link ArrayStaging}. */
    private static final int FEW_ROWS = 250;

    private final PostgresSession session;
    private final WriteShape shape;
    private final BatchConverter converter;
    private final BatchCopier copier;
    private final BatchMerger merger;
    private final boolean uniqueKey;
    private final boolean emptyAtOpen;
    private final boolean mayCopyStraight;
    private final boolean mayStage;
    private boolean straight;
    private boolean stageExists;
    private boolean dead;

    /**
     * @param notes takes what a person should know, such as columns that a trigger fills
     */
    PostgresUpserter(PostgresSession session, WritePlan plan, PostgresTable table, Notes notes) throws SQLException {
        this.session = session;
        this.shape = WriteShape.of(plan, table);
        this.converter = new BatchConverter(shape);
        this.copier = new BatchCopier(session, shape);
        String schema = session.config().schema();
        this.uniqueKey = !plan.key().isEmpty() && table.isUnique(plan.key());
        this.mayCopyStraight = table.interference() == Interference.NONE && table.storage() != Storage.NONE
                && !shape.casts();
        session.begin();
        this.emptyAtOpen = table.interference() != Interference.POLICIES
                && !session.queryBoolean(
                        "select exists (select from " + PostgresSql.qualified(schema, table.name()) + ")");
        this.mayStage = session.queryBoolean("select has_database_privilege(current_database(), 'TEMP')");
        this.merger = new BatchMerger(session, shape, notes, keyMemory(plan), emptyAtOpen ? 0 : rows(table));
        merger.prepare();
        session.commit();
        this.straight = mayCopyStraight && (plan.mode() == WriteMode.APPEND || emptyAtOpen && !remembersKeysApart());
    }

    /** The planner's estimate, or what the size suggests where statistics are missing. */
    private long rows(PostgresTable table) throws SQLException {
        return table.estimatedRows() > 0
                ? table.estimatedRows()
                : session.queryLong("select pg_relation_size(" + PostgresSql.literal(
                        PostgresSql.qualified(session.config().schema(), table.name())) + "::regclass) / 128");
    }

    private BatchMerger.KeyMemory keyMemory(WritePlan plan) {
        if (plan.collisions() == KeyCollisions.IMPOSSIBLE || plan.key().isEmpty()) {
            return BatchMerger.KeyMemory.NONE;
        }
        if (emptyAtOpen && uniqueKey) {
            return BatchMerger.KeyMemory.THE_TABLE;
        }
        return mayStage && !session.isPooled() ? BatchMerger.KeyMemory.APART : BatchMerger.KeyMemory.BATCH_ONLY;
    }

    /** Whether keys of this pass have to be kept, because the table itself does not tell them from older ones. */
    private boolean remembersKeysApart() {
        return shape.plan().collisions() == KeyCollisions.POSSIBLE && !uniqueKey;
    }

    @Override
    public UpsertOutcome upsert(RowBatch batch) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (dead) {
            throw new IllegalStateException("this upserter failed or is closed");
        }
        if (batch.isEmpty()) {
            return new Applied(0, 0, 0, List.of(), 0);
        }
        Optional<Refused> nullKey = nullKey(batch);
        if (nullKey.isPresent()) {
            return nullKey.get();
        }
        return switch (converter.convert(batch)) {
            case BatchConverter.Converted.Not(Refused refused) -> refused;
            case BatchConverter.Converted.Batch(RowBatch rows) -> write(rows);
        };
    }

    private Optional<Refused> nullKey(RowBatch batch) {
        for (Target key : shape.key()) {
            for (int row = 0; row < batch.size(); row++) {
                if (batch.isNull(row, key.from())) {
                    return Optional.of(new Refused(Reason.of(Reason.Kind.NULL_KEY,
                            "the key " + key.column().name() + " is NULL"), OptionalInt.of(row)));
                }
            }
        }
        return Optional.empty();
    }

    private UpsertOutcome write(RowBatch rows) throws InterruptedException {
        try {
            merger.startCounting();
            return straight ? copyStraight(rows) : merge(rows, Caution.NONE);
        } catch (SQLException e) {
            dead = true;
            session.rollback();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw PostgresErrors.failure(e, "writing " + shape.table().name());
        } catch (StoreException e) {
            dead = true;
            session.rollback();
            throw e;
        }
    }

    private UpsertOutcome copyStraight(RowBatch rows) throws SQLException {
        try {
            session.begin();
            Optional<Refused> refused = copier.copy(merger.sql().copyIn(), rows, false);
            if (refused.isPresent()) {
                session.rollback();
                return refused.get();
            }
            session.commit();
            merger.added(rows.size());
            return new Applied(rows.size(), 0, 0, List.of(), 2);
        } catch (SQLException e) {
            Optional<Reason> reason = PostgresErrors.refusal(e);
            if (reason.isEmpty()) {
                throw e;
            }
            session.rollback();
            if (!PostgresErrors.state(e).equals(PostgresErrors.UNIQUE_VIOLATION)
                    || shape.plan().mode() == WriteMode.APPEND) {
                return new Refused(reason.get(), OptionalInt.empty());
            }
            straight = false;
            return merge(rows, Caution.NONE);
        }
    }

    private UpsertOutcome merge(RowBatch rows, Caution caution) throws SQLException {
        try {
            Optional<Refused> unstageable = Optional.empty();
            session.begin();
            Staging staging;
            if (mayStage && rows.size() > FEW_ROWS) {
                staging = stage();
                unstageable = copier.copy(copier.staging().copyIn(), rows, true);
            } else {
                staging = new ArrayStaging(shape.targets(), rows, session.connection());
                unstageable = copier.check(rows);
            }
            UpsertOutcome outcome = unstageable.isPresent() ? unstageable.get()
                    : merger.merge(staging, rows.size(), caution);
            if (outcome instanceof Refused) {
                session.rollback();
                return outcome;
            }
            session.commit();
            if (outcome instanceof Applied applied) {
                merger.committed(applied);
                // A resumed first load: what follows is most likely new as well.
                straight = mayCopyStraight && shape.plan().mode() != WriteMode.APPEND && uniqueKey
                        && !merger.remembersKeys()
                        && applied.inserted() == rows.size() && rows.size() > FEW_ROWS;
            }
            return outcome;
        } catch (SQLException e) {
            Optional<Caution> next = lesson(e, caution);
            if (next.isPresent()) {
                session.rollback();
                return merge(rows, next.get());
            }
            Refused refused = refusal(e, caution);
            session.rollback();
            return refused;
        }
    }

    /** What a second try should know: another writer may just have added a key, two rows may swap unique values. */
    private Optional<Caution> lesson(SQLException e, Caution caution) {
        if (!caution.equals(Caution.NONE) || !PostgresErrors.state(e).equals(PostgresErrors.UNIQUE_VIOLATION)) {
            return Optional.empty();
        }
        if (isKeyTaken(e)) {
            return Optional.of(new Caution(true, List.of()));
        }
        List<String> unique = shape.table().uniqueIndexes().getOrDefault(PostgresErrors.constraint(e), List.of());
        List<Target> swappable = shape.updatable()
                .stream()
                .filter(target -> unique.contains(target.column().name()) && !target.column().isNotNull())
                .toList();
        return swappable.isEmpty() || shape.plan().mode() != WriteMode.UPSERT
                ? Optional.empty()
                : Optional.of(new Caution(false, swappable));
    }

    private boolean isKeyTaken(SQLException e) {
        return PostgresErrors.state(e).equals(PostgresErrors.UNIQUE_VIOLATION)
                && shape.table().isIndexOf(PostgresErrors.constraint(e), shape.plan().key())
                && shape.table().interference() != Interference.POLICIES;
    }

    private Refused refusal(SQLException e, Caution caution) throws SQLException {
        if (caution.sameKey() && isKeyTaken(e)) {
            throw new StoreException.Transient("writing " + shape.table().name()
                    + ": another writer adds rows with the same keys", PostgresErrors.state(e), "", e);
        }
        Optional<Reason> reason = PostgresErrors.refusal(e);
        if (reason.isPresent()) {
            return new Refused(reason.get(), OptionalInt.empty());
        }
        if (PostgresErrors.state(e).equals(PostgresErrors.INSUFFICIENT_PRIVILEGE)
                && shape.table().interference() == Interference.POLICIES) {
            return new Refused(new Reason(Reason.Kind.REFUSED, PostgresErrors.state(e),
                    "a policy of row-level security does not let the row in"), OptionalInt.empty());
        }
        throw e;
    }

    private Staging stage() throws SQLException {
        CopyStaging staging = copier.staging();
        if (session.isPooled()) {
            session.execute(staging.create(merger.sql().table(), "drop"));
        } else if (!stageExists) {
            session.execute(staging.create(merger.sql().table(), "delete rows"));
            session.commit();
            stageExists = true;
        }
        return staging;
    }

    @Override
    public void close() {
        dead = true;
        session.close();
    }
}
