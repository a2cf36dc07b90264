package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.DigestMatch.Mismatches;
import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import java.util.Optional;

/**
 * Compares both sides where they have no order in common: their digests go to partitions on disk, partition by partition is
 * matched, and a second reading of the source lets through the rows whose keys were found missing or different (correctness
 * rule 12). Not thread-safe.
 */
final class MatchFilter implements RowFilter {
    /** About 60 MB while a partition is matched. */
    private static final long ROWS_A_PARTITION = 500_000;

    private final TablePlan plan;
    private final SinkView sink;
    private final SinkOrphans orphans;
    private final RowDigest key;
    private final RowDigest row;
    private final LongSet wanted = new LongSet();
    private final LongSet extra = new LongSet();
    private final int[] keyColumns;
    private final Optional<DigestRecorder> recorder;
    private long firstReading;
    private long secondReading;

    private MatchFilter(TablePlan plan, SinkView sink, SinkOrphans orphans, Optional<DigestRecorder> recorder) {
        this.plan = plan;
        this.keyColumns = TablePlans.keyColumns(plan);
        this.recorder = recorder;
        this.sink = sink;
        this.orphans = orphans;
        this.key = new RowDigest(plan.write().rows(), keyColumns);
        this.row = new RowDigest(plan.write().rows(), RowDifferences.comparedColumns(plan));
    }

    /** Reads both sides and matches them. */
    static MatchFilter over(RunContext context, TablePlan plan, SinkView sink, Retrier retrier, SinkOrphans orphans,
            Optional<DigestRecorder> recorder) throws InterruptedException {
        MatchFilter filter = new MatchFilter(plan, sink, orphans, recorder);
        ReadPlan read = plan.read();
        long rows = Math.max(sink.countBefore(), retrier.call(() -> context.source().count(read)));
        int partitions = Math.toIntExact(Math.max(1, Math.ceilDiv(rows, ROWS_A_PARTITION)));
        try (DigestSpill ofSource = new DigestSpill(context.scratch(), partitions);
                DigestSpill ofSink = new DigestSpill(context.scratch(), partitions)) {
            try (ReadAhead pages = new ReadAhead(
                    new PageReader(context.source(), read, new Cursor.Start(), retrier), plan.write().table().name(),
                    context.clock())) {
                filter.firstReading = filter.spill(pages, ofSource);
            }
            try (ReadAhead pages = sink.read(plan.back())) {
                filter.spill(pages, ofSink);
            }
            for (int partition = 0; partition < partitions; partition++) {
                DigestMatch match = new DigestMatch();
                ofSource.drain(partition, match::addSource);
                ofSink.drain(partition, match::addSink);
                match.end(filter.new Found());
            }
        }
        return filter;
    }

    @Override
    public Sorted sort(RowBatch page) {
        RowBatch.Builder changed = new RowBatch.Builder(page.type(), 0);
        for (int index = 0; index < page.size(); index++) {
            secondReading += digest(page, index);
            if (wanted.isOverflown() || wanted.contains(key.high())) {
                changed.addRow(page, index);
            }
        }
        return new Sorted(page.size(), changed.build());
    }

    /** The keys of the surplus are read again, for only their digests are known. */
    @Override
    public void end() throws InterruptedException {
        if (firstReading != secondReading) {
            // A source without snapshots changed in between: a row may have a new digest and not have been sent.
            recorder.ifPresent(DigestRecorder::distrust);
        }
        if (extra.isOverflown()) {
            return;
        }
        if (!extra.isEmpty() && orphans.areWanted()) {
            try (ReadAhead pages = sink.read(plan.back())) {
                for (Optional<Page> page = pages.next(); page.isPresent(); page = pages.next()) {
                    addExtra(page.get().rows());
                }
            }
        }
        orphans.end();
    }

    @Override
    public void close() {
        // everything was read when it was opened
    }

    private void addExtra(RowBatch rows) {
        for (int index = 0; index < rows.size(); index++) {
            if (!OrderedRows.hasNull(rows, index, keyColumns)) {
                key.of(rows, index);
                if (extra.contains(key.high())) {
                    orphans.add(rows, index);
                }
            }
        }
    }

    /** Returns a sum over all rows, the same whatever their order. */
    private long spill(ReadAhead pages, DigestSpill spill) throws InterruptedException {
        long sum = 0;
        for (Optional<Page> page = pages.next(); page.isPresent(); page = pages.next()) {
            RowBatch rows = page.get().rows();
            for (int index = 0; index < rows.size(); index++) {
                sum += digest(rows, index);
                spill.add(key.high(), key.low(), row.high());
            }
        }
        return sum;
    }

    private long digest(RowBatch rows, int index) {
        key.of(rows, index);
        row.of(rows, index);
        return key.low() ^ row.high() * 31;
    }

    /** Takes the keys of what does not match. */
    private final class Found implements Mismatches {
        @Override
        public void missing(long keyHigh, long keyLow, long sourceRow) {
            wanted.add(keyHigh);
        }

        @Override
        public void extra(long keyHigh, long keyLow, long sinkRow) {
            extra.add(keyHigh);
        }

        @Override
        public void different(long keyHigh, long keyLow, long sourceRow, long sinkRow) {
            wanted.add(keyHigh);
        }
    }
}
