package dev.tidemark.postgres;

import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.postgres.PostgresTable.Interference;
import dev.tidemark.postgres.WriteShape.Target;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Brings one staged batch into the table inside the caller's transaction, and counts what became of its rows. */
final class BatchMerger {
    /** A table so many times larger than a batch is not scanned for it. */
    private static final int MUCH_LARGER = 4;

    /** Where the keys of this pass are kept, for a second row with one of them. */
    enum KeyMemory {
        /** Nowhere: there can be no second row. */
        NONE,
        /** In the table itself, which was empty when the pass began. */
        THE_TABLE,
        /** In a temporary table. */
        APART,
        /** Only while the batch lasts, for want of a temporary table. */
        BATCH_ONLY
    }

    private final PostgresSession session;
    private final WriteShape shape;
    private final MergeSql sql;
    private final Notes notes;
    private final KeyMemory memory;
    private long tableRows;
    private long batch;
    private int roundTrips;

    BatchMerger(PostgresSession session, WriteShape shape, Notes notes, KeyMemory memory, long tableRows) {
        this.session = session;
        this.shape = shape;
        this.sql = new MergeSql(shape, session.config().schema());
        this.notes = notes;
        this.memory = memory;
        this.tableRows = tableRows;
        if (memory == KeyMemory.BATCH_ONLY) {
            notes.add(
                    "rows of different batches that have one key in the sink are not told apart here: the role may make no "
                            + "temporary tables, or a pooler stands between");
        }
    }

    /** Makes what outlives a batch, in the caller's transaction. */
    void prepare() throws SQLException {
        if (memory == KeyMemory.APART) {
            execute(sql.createKeys());
        }
    }

    MergeSql sql() {
        return sql;
    }

    boolean remembersKeys() {
        return memory == KeyMemory.APART || memory == KeyMemory.BATCH_ONLY;
    }

    /** A new batch begins. */
    void startCounting() {
        roundTrips = 0;
    }

    void committed(Applied applied) {
        added(applied.inserted());
    }

    /** So many rows are in the table that were not there before. */
    void added(long rows) {
        tableRows += rows;
    }

    /**
     * What an earlier try of the batch taught.
     *
     * @param sameKey whether two rows of the batch may have one key: looked at before anything is written
     * @param freed columns to empty first, because their rows may swap values
     */
    record Caution(boolean sameKey, List<Target> freed) {
        static final Caution NONE = new Caution(false, List.of());
    }

    /**
     * What to say before a batch of so many rows is staged: without statistics of it the planner takes a scan of the whole
     * table for cheaper than an index.
     */
    Optional<String> planning(int rows) {
        return tableRows > (long) rows * MUCH_LARGER && !shape.key().isEmpty()
                && shape.table().isUnique(shape.plan().key())
                        ? Optional.of("set local enable_hashjoin = off;set local enable_mergejoin = off;"
                                + "set local enable_seqscan = off")
                        : Optional.empty();
    }

    UpsertOutcome merge(Staging staging, int rows, Caution caution) throws SQLException {
        List<Target> modifiable = sql.modifiable();
        if (!modifiable.isEmpty()) {
            OptionalInt changed = ordinal(sql.modified(staging, modifiable), staging);
            if (changed.isPresent()) {
                return new Refused(Reason.of(Reason.Kind.WOULD_CHANGE, "the sink would change the value of "
                        + names(Set.copyOf(modifiable)) + " to fit its type"), changed);
            }
        }
        if (shape.plan().mode() == WriteMode.APPEND) {
            return append(staging, rows);
        }
        Optional<Refused> sameKey = sameKey(staging, rows, caution.sameKey());
        if (sameKey.isPresent()) {
            return sameKey.get();
        }
        if (!caution.freed().isEmpty()) {
            update(sql.free(staging, caution.freed()), staging);
        }
        return write(staging, rows);
    }

    private UpsertOutcome append(Staging staging, int rows) throws SQLException {
        long inserted = query(sql.append(staging), staging, row -> row.getLong(1));
        if (inserted == rows) {
            return new Applied(inserted, 0, 0, List.of(), roundTrips + 1);
        }
        // Rows without a key cannot be told apart afterwards; alone, each can.
        return rows == 1
                ? new Applied(0, 0, 0, List.of(0), roundTrips + 1)
                : new Refused(Reason.of(Reason.Kind.SKIPPED_BY_SINK, "the sink skipped " + (rows - inserted) + " rows"),
                        OptionalInt.empty());
    }

    private Optional<Refused> sameKey(Staging staging, int rows, boolean suspicious) throws SQLException {
        if (memory != KeyMemory.NONE || suspicious) {
            OptionalInt twin = ordinal(sql.duplicate(staging), staging);
            if (twin.isPresent()) {
                return sameKey(twin);
            }
        }
        if (memory == KeyMemory.THE_TABLE) {
            return sameKey(ordinal(sql.present(staging), staging));
        }
        if (memory != KeyMemory.APART) {
            return Optional.empty();
        }
        batch++;
        return update(sql.addKeys(staging, batch), staging) == rows
                ? Optional.empty()
                : sameKey(ordinal(sql.knownKey(staging, batch), staging));
    }

    private static Optional<Refused> sameKey(OptionalInt row) {
        return row.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refused(Reason.of(Reason.Kind.SAME_KEY,
                        "an earlier row of this pass has the same key in the sink"), row));
    }

    private record Counts(long updated, long inserted, long differed, long missing, List<Integer> left) {
        boolean complete() {
            return updated == differed && inserted == missing;
        }
    }

    private UpsertOutcome write(Staging staging, int rows) throws SQLException {
        Counts counts = counts(staging);
        Set<Integer> skipped = skipped(counts, staging);
        if (!counts.complete() && skipped.isEmpty()) {
            OptionalInt twin = ordinal(sql.duplicate(staging), staging);
            if (twin.isPresent()) {
                return sameKey(twin).orElseThrow();
            }
            throw new StoreException.Transient("writing " + shape.table().name()
                    + ": other writers changed the same rows at the same time", "", "", null);
        }
        long unchanged = rows - counts.updated() - counts.inserted() - skipped.size();
        return new Applied(counts.inserted(), counts.updated(), unchanged, List.copyOf(skipped), roundTrips + 1);
    }

    private Counts counts(Staging staging) throws SQLException {
        return query(sql.merge(staging), staging,
                row -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3),
                        row.getLong(4), ordinals(row.getArray(5))));
    }

    private static List<Integer> ordinals(@org.jspecify.annotations.Nullable Array array) throws SQLException {
        return array == null ? List.of()
                : java.util.Arrays.stream((Long[]) array.getArray()).map(Long::intValue).toList();
    }

    /** The rows that a trigger or rule swallowed: those that still differ, and those that are still missing. */
    private Set<Integer> skipped(Counts counts, Staging staging) throws SQLException {
        Set<Integer> skipped = new TreeSet<>();
        if (counts.complete()) {
            return skipped;
        }
        if (shape.table().interference() != Interference.NONE) {
            skipped.addAll(counts.left());
        }
        if (counts.inserted() < counts.missing()) {
            try (PreparedStatement statement = prepare(sql.missing(staging), staging);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    skipped.add(row.getInt(1));
                }
            }
        }
        return skipped;
    }

    private static String names(Set<Target> targets) {
        return targets.stream().map(target -> target.column().name()).sorted().collect(Collectors.joining(", "));
    }

    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> T query(String text, Staging staging, Reading<T> reading) throws SQLException {
        try (PreparedStatement statement = prepare(text, staging); ResultSet row = statement.executeQuery()) {
            row.next();
            return reading.read(row);
        }
    }

    private OptionalInt ordinal(String text, Staging staging) throws SQLException {
        try (PreparedStatement statement = prepare(text, staging); ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return OptionalInt.empty();
            }
            int ordinal = row.getInt(1);
            return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(ordinal);
        }
    }

    private long update(String text, Staging staging) throws SQLException {
        try (PreparedStatement statement = prepare(text, staging)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String text, Staging staging) throws SQLException {
        roundTrips++;
        PreparedStatement statement = session.connection().prepareStatement(text);
        staging.bind(statement);
        return statement;
    }

    /** Executes statements without a result, as one round trip of the batch. */
    void execute(String text) throws SQLException {
        roundTrips++;
        session.execute(text);
    }
}
