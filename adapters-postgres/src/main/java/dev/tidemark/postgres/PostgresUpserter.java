package dev.tidemark.postgres;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Deletion;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes batches, each in a transaction of its own or all in one, by the cheapest way that counts exactly: COPY straight in where every
 * row is new, parameters for a few rows, otherwise a staging table and one statement.
 */
final class PostgresUpserter implements SinkUpserter {
    /** From here on a staging table is faster than parameters: see {@link ArrayStaging}. */
    private static final int FEW_ROWS = 250;
    /** A guess, where the planner has none. */
    private static final int BYTES_OF_A_ROW = 128;

    private final PostgresSession session;
    private final WriteShape shape;
    private final BatchConverter converter;
    private final BatchCopier copier;
    private final BatchMerger merger;
    private final RowDeleter deleter;
    private final WriteTransaction transaction;
    private final boolean uniqueKey;
    private final boolean emptyAtOpen;
    private final boolean mayCopyStraight;
    private final boolean mayStage;
    private boolean straight;
    private boolean stageExists;
    private boolean stageOutlives;
    private boolean stageIsNew;
    private boolean dead;

    /**
     * @param notes takes what a person should know, such as columns that a trigger fills
     */
    PostgresUpserter(PostgresSession session, WritePlan plan, PostgresTable table, Notes notes) throws SQLException {
        this.session = session;
        this.shape = WriteShape.of(plan, table);
        this.converter = new BatchConverter(shape);
        this.copier = new BatchCopier(session, shape);
        this.deleter = new RowDeleter(session, plan, table);
        this.transaction = new WriteTransaction(session, plan.visibility());
        this.uniqueKey = !plan.key().isEmpty() && table.isUnique(plan.key());
        this.mayCopyStraight = table.interference() == Interference.NONE && table.storage() != Storage.NONE
                && !shape.casts();
        Opening opening = session.alone(() -> look(PostgresSql.qualified(session.config().schema(), table.name()),
                table.interference() != Interference.POLICIES));
        this.emptyAtOpen = opening.empty();
        this.mayStage = opening.mayStage();
        // The planner's estimate, or what the size suggests where statistics are missing.
        long rows = table.estimatedRows() > 0 ? table.estimatedRows() : opening.likelyRows();
        this.merger = new BatchMerger(session, shape, notes, keyMemory(plan), emptyAtOpen ? 0 : rows);
        session.begin();
        merger.prepare();
        session.commit();
        this.straight = mayCopyStraight && (plan.mode() == WriteMode.APPEND || emptyAtOpen && !remembersKeysApart());
    }

    /** What is asked once, in one round trip. */
    private record Opening(boolean empty, boolean mayStage, long likelyRows) {
    }

    private Opening look(String table, boolean seesAll) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            String discard = session.discardTemporaryTables();
            statement.execute(discard + "select " + (seesAll ? "not exists (select from " + table + ")" : "false")
                    + ", has_database_privilege(current_database(), 'TEMP'), coalesce(pg_relation_size("
                    + PostgresSql.literal(table) + "::regclass), 0) / " + BYTES_OF_A_ROW);
            session.discardedTemporaryTables();
            if (!discard.isEmpty()) {
                statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return new Opening(row.getBoolean(1), row.getBoolean(2), row.getLong(3));
            }
        }
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
        checkUsable();
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
        return doing("writing " + shape.table().name(), () -> {
            merger.startCounting();
            return straight ? copyStraight(rows) : merge(rows, Caution.NONE);
        });
    }

    @Override
    public Deletion delete(RowBatch keys) throws InterruptedException {
        checkUsable();
        if (keys.isEmpty()) {
            return new Deletion(0, List.of());
        }
        return doing("deleting from " + shape.table().name(), () -> {
            transaction.open();
            transaction.protect();
            Deletion deletion = deleter.delete(keys);
            transaction.keep();
            return deletion;
        });
    }

    @Override
    public void commit() throws InterruptedException {
        checkUsable();
        doing("committing what was written to " + shape.table().name(), () -> {
            transaction.commit();
            stageExists = stageOutlives;
            stageIsNew = false;
            return true;
        });
    }

    private void checkUsable() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (dead) {
            throw new IllegalStateException("this upserter failed or is closed");
        }
    }

    /** After a failure nothing is left of what was not committed, and this is of no more use. */
    private <T> T doing(String what, PostgresSession.Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (SQLException e) {
            dead = true;
            transaction.abandon();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw PostgresErrors.failure(e, what);
        } catch (StoreException e) {
            dead = true;
            transaction.abandon();
            throw e;
        }
    }

    private UpsertOutcome copyStraight(RowBatch rows) throws SQLException {
        try {
            transaction.open();
            transaction.protect();
            Optional<Refused> refused = copier.copy(merger.sql().copyIn(), rows, false);
            if (refused.isPresent()) {
                transaction.undo();
                return refused.get();
            }
            transaction.keep();
            merger.added(rows.size());
            return new Applied(rows.size(), 0, 0, List.of(), 2);
        } catch (SQLException e) {
            Optional<Reason> reason = PostgresErrors.refusal(e);
            if (reason.isEmpty()) {
                throw e;
            }
            transaction.undo();
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
            boolean staged = mayStage && rows.size() > FEW_ROWS;
            transaction.open();
            beginBatch(rows.size(), staged);
            Staging staging;
            if (staged) {
                staging = copier.staging();
                unstageable = copier.copy(copier.staging().copyIn(), rows, true);
            } else {
                staging = new ArrayStaging(shape.targets(), rows, session.connection());
                unstageable = copier.check(rows);
            }
            UpsertOutcome outcome = unstageable.isPresent() ? unstageable.get()
                    : merger.merge(staging, rows.size(), caution);
            if (outcome instanceof Refused) {
                undo();
                return outcome;
            }
            keep();
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
                undo();
                return merge(rows, next.get());
            }
            Refused refused = refusal(e, caution);
            undo();
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

    /**
     * Makes the stage where there is none, in the transaction of the first batch; it outlives that, except behind a pooler
     * and where all batches are one transaction, in which nothing empties it between them. One round trip for all of it.
     */
    private void beginBatch(int rows, boolean staged) throws SQLException {
        List<String> statements = new ArrayList<>();
        if (staged && !stageExists) {
            boolean passes = session.isPooled() || transaction.isLong();
            statements.add(copier.staging().create(merger.sql().table(), passes ? "drop" : "delete rows"));
            stageIsNew = true;
        } else if (staged && transaction.isLong()) {
            statements.add(copier.staging().clear());
        }
        if (transaction.isLong()) {
            statements.add(WriteTransaction.PROTECT);
        }
        merger.planning(rows).ifPresent(statements::add);
        if (!statements.isEmpty()) {
            merger.execute(String.join(";", statements));
        }
        stageExists = staged || stageExists;
    }

    private void undo() throws SQLException {
        transaction.undo();
        forgetStage(stageIsNew);
    }

    private void keep() throws SQLException {
        transaction.keep();
        forgetStage(session.isPooled());
    }

    /** After a transaction's end. */
    private void forgetStage(boolean isGone) {
        if (!transaction.isLong()) {
            stageExists = stageExists && !isGone;
            stageOutlives = stageExists;
            stageIsNew = false;
        }
    }

    @Override
    public void close() {
        if (!dead) {
            dead = true;
            transaction.abandon();
        }
        if (stageExists && stageOutlives || merger.remembersKeys()) {
            session.madeTemporaryTables();
        }
        session.close();
    }
}
