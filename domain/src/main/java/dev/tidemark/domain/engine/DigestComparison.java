package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.DigestMatch.Mismatches;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.Scratch;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares both sides of a table by digests, whatever their order: each side is read once and spread over partitions, which
 * are matched one by one; the rows to show are looked up in a second reading.
 */
final class DigestComparison {
    private final TablePlan plan;
    private final Scratch scratch;
    private final Verdict verdict;
    private final int partitions;
    private final RowDigest key;
    private final RowDigest row;
    private final Shown shown = new Shown();

    /**
     * @param partitions into how many parts the rows are spread; one part has to fit in memory
     */
    DigestComparison(TablePlan plan, Scratch scratch, Verdict verdict, int partitions) {
        this.plan = plan;
        this.scratch = scratch;
        this.verdict = verdict;
        this.partitions = partitions;
        this.key = new RowDigest(plan.write().rows(), RowDifferences.keyColumns(plan));
        this.row = new RowDigest(plan.write().rows(), RowDifferences.comparedColumns(plan));
    }

    /** Opens a side from its first row on; what it reads of a page is told before the page's rows are given out. */
    @FunctionalInterface
    interface Opener {
        VerifiedSide open(Consumer<Page> listener);
    }

    /** Counts what differs. */
    void run(Opener source, Opener sink) throws InterruptedException {
        try (DigestSpill ofSource = new DigestSpill(scratch, partitions);
                DigestSpill ofSink = new DigestSpill(scratch, partitions)) {
            spill(source, true, ofSource);
            spill(sink, false, ofSink);
            for (int partition = 0; partition < partitions; partition++) {
                DigestMatch match = new DigestMatch();
                ofSource.drain(partition, match::addSource);
                ofSink.drain(partition, match::addSink);
                verdict.equal(match.end(shown));
            }
        }
    }

    /** Reads both sides again for the rows that are to be shown. */
    void show(Opener source, Opener sink) throws InterruptedException {
        if (shown.wanted.isEmpty()) {
            return;
        }
        Map<Digests, RowBatch> ofSource = find(source, shown.inSource());
        Map<Digests, RowBatch> ofSink = find(sink, shown.inSink());
        for (Wanted pair : shown.wanted) {
            show(pair, pair.source().map(ofSource::get), pair.sink().map(ofSink::get));
        }
    }

    /** A row that has gone since, where the store has no snapshots, is not shown. */
    private void show(Wanted pair, Optional<RowBatch> source, Optional<RowBatch> sink) {
        if (pair.sink().isEmpty()) {
            source.ifPresent(only -> verdict.showMissing(only, 0));
        } else if (pair.source().isEmpty()) {
            sink.ifPresent(only -> verdict.showExtra(only, 0));
        } else if (source.isPresent() && sink.isPresent()) {
            verdict.showDifferent(source.get(), 0, sink.get(), 0);
        }
    }

    private void spill(Opener opener, boolean ofSource, DigestSpill spill) throws InterruptedException {
        UnreadableRows unreadable = new UnreadableRows(ofSource ? plan.read().rowType() : plan.back().rowType(),
                RowDifferences.keyColumns(plan));
        long marker = ofSource ? DigestMatch.UNREADABLE_IN_SOURCE : DigestMatch.UNREADABLE_IN_SINK;
        try (VerifiedSide side = opener.open(page -> {
            for (Reject reject : page.rejects()) {
                unreadable.add(reject).ifPresent(digest -> spill.add(digest.high(), digest.low(), marker));
            }
        })) {
            for (Optional<RowBatch> page = side.nextPage(); page.isPresent(); page = side.nextPage()) {
                RowBatch rows = page.get();
                for (int i = 0; i < rows.size(); i++) {
                    key.of(rows, i);
                    row.of(rows, i);
                    spill.add(key.high(), key.low(), row.high());
                }
            }
        }
    }

    private Map<Digests, RowBatch> find(Opener opener, Set<Digests> wanted) throws InterruptedException {
        Map<Digests, RowBatch> found = new HashMap<>();
        if (wanted.isEmpty()) {
            return found;
        }
        Set<Long> keys = new HashSet<>();
        wanted.forEach(digests -> keys.add(digests.keyHigh()));
        try (VerifiedSide side = opener.open(_ -> {})) {
            for (Optional<RowBatch> page = side.nextPage(); page.isPresent()
                    && found.size() < wanted.size(); page = side
                            .nextPage()) {
                RowBatch rows = page.get();
                for (int i = 0; i < rows.size(); i++) {
                    key.of(rows, i);
                    if (keys.contains(key.high())) {
                        row.of(rows, i);
                        Digests digests = new Digests(key.high(), key.low(), row.high());
                        if (wanted.contains(digests)) {
                            found.putIfAbsent(digests, copy(rows, i));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** A slice would keep the whole page. */
    private static RowBatch copy(RowBatch rows, int row) {
        RowBatch.Builder one = new RowBatch.Builder(rows.type(), 1);
        one.addRow(rows, row);
        return one.build();
    }

    private record Digests(long keyHigh, long keyLow, long row) {
    }

    private record Wanted(Optional<Digests> source, Optional<Digests> sink) {
    }

    /** Counts mismatches, and keeps as many as are to be shown. */
    private final class Shown implements Mismatches {
        private final List<Wanted> wanted = new ArrayList<>();

        @Override
        public void missing(long keyHigh, long keyLow, long sourceRow) {
            verdict.missing(1);
            if (hasRoom()) {
                wanted.add(new Wanted(Optional.of(new Digests(keyHigh, keyLow, sourceRow)), Optional.empty()));
            }
        }

        @Override
        public void extra(long keyHigh, long keyLow, long sinkRow) {
            verdict.extra(1);
            if (hasRoom()) {
                wanted.add(new Wanted(Optional.empty(), Optional.of(new Digests(keyHigh, keyLow, sinkRow))));
            }
        }

        @Override
        public void different(long keyHigh, long keyLow, long sourceRow, long sinkRow) {
            verdict.different(1);
            if (hasRoom()) {
                wanted.add(new Wanted(Optional.of(new Digests(keyHigh, keyLow, sourceRow)),
                        Optional.of(new Digests(keyHigh, keyLow, sinkRow))));
            }
        }

        private boolean hasRoom() {
            return verdict.hasRoomFor(wanted.size() + 1);
        }

        private Set<Digests> inSource() {
            Set<Digests> digests = new HashSet<>();
            wanted.forEach(pair -> pair.source().ifPresent(digests::add));
            return digests;
        }

        private Set<Digests> inSink() {
            Set<Digests> digests = new HashSet<>();
            wanted.forEach(pair -> pair.sink().ifPresent(digests::add));
            return digests;
        }
    }
}
