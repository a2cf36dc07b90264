package dev.tidemark.supabase;

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
import dev.tidemark.domain.row.KeyComparator;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowType;
import dev.tidemark.supabase.BatchSender.Sent;
import dev.tidemark.supabase.RowsInDoubt.Found;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Writes batches, each in one request and so in one transaction. Into a table that was empty the rows are inserted without a
 * look; otherwise the sink's rows with these keys are read first, and only what is new or differs is sent, so that equal rows
 * are not written again and every row is counted as what it was.
 */
final class SupabaseUpserter implements SinkUpserter {
    private final WritePlan plan;
    private final OpenedTable table;
    private final BatchConverter converter;
    private final BatchSender sender;
    private final RowsByKey sinkRows;
    private final RowDeleter deleter;
    private final int[] key;
    private final KeyIdentity identity;
    private final KeyComparator order;
    private final Optional<KeysOfPass> keysOfPass;
    /** Whether all rows are most likely new. */
    private boolean straight;
    private boolean dead;

    SupabaseUpserter(SupabaseClient client, OpenedTable table) {
        this.table = table;
        WriteShape shape = table.shape();
        this.plan = shape.plan();
        this.converter = new BatchConverter(shape.rows());
        this.sender = new BatchSender(client, table);
        this.sinkRows = new RowsByKey(client, plan.table(), table.select(shape.rows()), plan.key(),
                table.longestAnswer());
        this.deleter = new RowDeleter(client, table);
        this.key = shape.key();
        this.identity = new KeyIdentity(shape, shape.rows());
        this.order = new KeyComparator(shape.rows(), key);
        this.keysOfPass = plan.collisions() == KeyCollisions.POSSIBLE ? Optional.of(new KeysOfPass())
                : Optional.empty();
        this.straight = table.wasEmpty();
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
            case BatchConverter.Converted.Batch(RowBatch rows) -> {
                KeyDigest[] keys = identity.ofAll(rows);
                Optional<Refused> collision = keysOfPass.flatMap(pass -> pass.collision(keys));
                yield collision.isPresent() ? collision.get() : doing(() -> write(rows, keys));
            }
        };
    }

    private Optional<Refused> nullKey(RowBatch batch) {
        for (int column : key) {
            for (int row = 0; row < batch.size(); row++) {
                if (batch.isNull(row, column)) {
                    return Optional.of(new Refused(Reason.of(Reason.Kind.NULL_KEY,
                            "the key " + batch.type().names().get(column) + " is NULL"), OptionalInt.of(row)));
                }
            }
        }
        return Optional.empty();
    }

    private UpsertOutcome write(RowBatch rows, KeyDigest[] keys) throws InterruptedException {
        sender.takeRequests();
        sinkRows.takeRequests();
        int[] all = IntStream.range(0, rows.size()).toArray();
        boolean sure = table.inDoubt().isEmpty() && table.keptDigits().unproven(rows, all).length == 0;
        UpsertOutcome outcome = straight && sure ? insert(rows, keys)
                : sure && mayCall(rows.size()) ? call(rows, keys, all) : merge(rows, keys);
        if (outcome instanceof Applied) {
            keysOfPass.ifPresent(pass -> pass.add(keys));
        }
        return outcome;
    }

    /** All rows are new, or none is written. */
    private UpsertOutcome insert(RowBatch rows, KeyDigest[] keys) throws InterruptedException {
        int[] all = ascending(IntStream.range(0, rows.size()).toArray(), rows);
        Optional<Refused> rounded = table.keptDigits().refusal(rows, all);
        if (rounded.isPresent()) {
            return rounded.get();
        }
        return switch (orInDoubt(keys, all, _ -> Found.MISSING, () -> sender.insert(rows, all))) {
            case Sent.Inserted(long inserted) when inserted == rows.size() ->
                    new Applied(inserted, 0, 0, List.of(), roundTrips());
            case Sent.Inserted _ -> withoutTheDropped(rows, keys);
            case Sent.Met _ -> {
                straight = false;
                yield mayCall(rows.size()) ? call(rows, keys, all) : merge(rows, keys);
            }
            case Sent.Not(Refused refused) -> refused;
            case Sent.Upserted _, Sent.Counted _, Sent.Declined _ -> throw unexpected();
        };
    }

    /** Whether the project's function can take rows: it knows no other way to write, and tells of no single row. */
    private boolean mayCall(int rows) throws InterruptedException {
        return plan.mode() == WriteMode.UPSERT && keysOfPass.isEmpty() && rows > 1
                && table.function().isThere(table.shape());
    }

    private UpsertOutcome call(RowBatch rows, KeyDigest[] keys, int[] all) throws InterruptedException {
        Optional<Refused> rounded = table.keptDigits().refusal(rows, all);
        if (rounded.isPresent()) {
            return rounded.get();
        }
        return switch (sender.call(rows, ascending(all, rows))) {
            case Sent.Counted(UpsertFunction.Counts counts) -> {
                straight = counts.inserted() == rows.size();
                yield new Applied(counts.inserted(), counts.updated(), counts.unchanged(), List.of(), roundTrips());
            }
            case Sent.Declined _ -> merge(rows, keys);
            case Sent.Not(Refused refused) -> refused;
            case Sent.Inserted _, Sent.Upserted _, Sent.Met _ -> throw unexpected();
        };
    }

    private static IllegalStateException unexpected() {
        return new IllegalStateException("what was sent was something else");
    }

    /** Some of the rows, all of them new, were taken and not kept: which, the table tells. */
    private Applied withoutTheDropped(RowBatch rows, KeyDigest[] keys) throws InterruptedException {
        Comparison now = compare(rows, keys);
        List<Integer> dropped = IntStream.range(0, keys.length).filter(row -> now.found(row) == Found.MISSING).boxed()
                .toList();
        return new Applied(keys.length - dropped.size(), 0, 0, dropped, roundTrips());
    }

    private UpsertOutcome merge(RowBatch rows, KeyDigest[] keys) throws InterruptedException {
        new Trials(table, sender).undo(keys);
        Comparison comparison = compare(rows, keys);
        Optional<Refused> stranger = stranger(comparison, keys);
        if (stranger.isPresent()) {
            return stranger.get();
        }
        RowCounts counts = new RowCounts(table, keys, comparison);
        int[] wanted = comparison.wanted();
        Optional<Refused> rounded = table.keptDigits().refusal(rows, wanted);
        if (rounded.isPresent()) {
            return rounded.get();
        }
        int[] first = table.keptDigits().unproven(rows, wanted);
        if (first.length > 0) {
            Optional<Refused> refused = new FinestRows(table, sender, comparison, keys).write(rows, first, counts);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        int[] rest = ascending(without(wanted, first), rows);
        straight = comparison.isAllMissing();
        if (rest.length == 0) {
            return counts.applied(roundTrips());
        }
        return switch (orInDoubt(keys, rest, comparison::found, () -> sender.upsert(rows, rest))) {
            case Sent.Upserted(RowBatch shown) -> {
                counts.shown(shown);
                if (counts.lacksExisting()) {
                    counts.existing(compare(rows, keys));
                }
                yield counts.applied(roundTrips());
            }
            case Sent.Not(Refused refused) -> refused;
            case Sent.Inserted _, Sent.Met _, Sent.Counted _, Sent.Declined _ -> throw unexpected();
        };
    }

    private static int[] without(int[] rows, int[] some) {
        return IntStream.of(rows).filter(row -> IntStream.of(some).noneMatch(one -> one == row)).toArray();
    }

    /** The sink found rows under other keys: what it takes for equal is more than what is known here, so one by one. */
    private Optional<Refused> stranger(Comparison comparison, KeyDigest[] keys) {
        if (comparison.strangers() == 0 || keysOfPass.isEmpty()) {
            return Optional.empty();
        }
        KeyIdentity there = new KeyIdentity(table.shape(), comparison.there().type());
        boolean ofThisPass = IntStream.range(0, comparison.there().size())
                .anyMatch(row -> keysOfPass.get().contains(there.of(comparison.there(), row)));
        return keys.length == 1 && !ofThisPass ? Optional.empty()
                : Optional.of(new Refused(Reason.of(Reason.Kind.SAME_KEY,
                        "another row of this pass has a key that is the same to the sink"), OptionalInt.empty()));
    }

    private Comparison compare(RowBatch rows, KeyDigest[] keys) throws InterruptedException {
        RowType keyType = rows.type().select(plan.key());
        RowBatch.Builder asked = new RowBatch.Builder(keyType, rows.size());
        for (int row : ascending(IntStream.range(0, rows.size()).toArray(), rows)) {
            for (int column : key) {
                asked.addCell(rows, row, column);
            }
            asked.endRow();
        }
        return Comparison.of(table.shape(), rows, keys, sinkRows.read(asked.build()));
    }

    /** In the order of their keys, so that two writers never wait for each other. */
    private int[] ascending(int[] indexes, RowBatch rows) {
        for (int i = 1; i < indexes.length; i++) {
            if (order.compare(rows, indexes[i - 1], rows, indexes[i]) > 0) {
                return IntStream.of(indexes).boxed().sorted((one, other) -> order.compare(rows, one, rows, other))
                        .mapToInt(Integer::intValue).toArray();
            }
        }
        return indexes;
    }

    private interface Sending {
        Sent send() throws InterruptedException;
    }

    /** If there is no answer, the rows may be there, and are counted as what they were when they come again. */
    private Sent orInDoubt(KeyDigest[] keys, int[] sent, IntFunction<Found> found, Sending sending)
            throws InterruptedException {
        try {
            return sending.send();
        } catch (StoreException e) {
            for (int row : sent) {
                table.inDoubt().add(keys[row], found.apply(row));
            }
            throw e;
        }
    }

    private int roundTrips() {
        return sender.takeRequests() + sinkRows.takeRequests();
    }

    @Override
    public Deletion delete(RowBatch keys) throws InterruptedException {
        checkUsable();
        return keys.isEmpty() ? new Deletion(0, List.of()) : doing(() -> deleter.delete(keys));
    }

    @Override
    public void commit() {
        // Each request was a transaction.
    }

    private interface Work<T> {
        T run() throws InterruptedException;
    }

    private <T> T doing(Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (StoreException e) {
            dead = true;
            throw e;
        }
    }

    private void checkUsable() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (dead) {
            throw new IllegalStateException("this upserter failed or is closed");
        }
    }

    @Override
    public void close() {
        dead = true;
    }
}
