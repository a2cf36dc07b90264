package dev.tidemark.domain.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.engine.DigestMatch.Mismatches;
import dev.tidemark.domain.port.Scratch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestMatchTest {
    private int openSpills;

    /** A row as its key and its values. */
    private record Entry(long key, long row) {
    }

    /** How often something happened, by key. */
    private static final class Counted implements Mismatches {
        private final Map<Long, Integer> missing = new HashMap<>();
        private final Map<Long, Integer> extra = new HashMap<>();
        private final Map<Long, Integer> different = new HashMap<>();

        @Override
        public void missing(long keyHigh, long keyLow, long sourceRow) {
            missing.merge(keyHigh, 1, Integer::sum);
        }

        @Override
        public void extra(long keyHigh, long keyLow, long sinkRow) {
            extra.merge(keyHigh, 1, Integer::sum);
        }

        @Override
        public void different(long keyHigh, long keyLow, long sourceRow, long sinkRow) {
            assertTrue(sourceRow != sinkRow);
            different.merge(keyHigh, 1, Integer::sum);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void partitionsMatchWhatANaiveComparisonMatches(int partitions) {
        Random random = new Random(partitions);
        for (int round = 0; round < 50; round++) {
            List<Entry> source = entries(random);
            List<Entry> sink = entries(random);
            Counted expected = new Counted();
            long equal = naive(source, sink, expected);
            Counted found = new Counted();
            assertEquals(equal, match(source, sink, partitions, found));
            assertEquals(expected.missing, found.missing);
            assertEquals(expected.extra, found.extra);
            assertEquals(expected.different, found.different);
        }
        assertEquals(0, openSpills);
    }

    @Test
    void manyRowsOfOneKeyTakeNoLongerThanOthers() {
        List<Entry> source = new ArrayList<>();
        List<Entry> sink = new ArrayList<>();
        for (long row = 0; row < 300_000; row++) {
            source.add(new Entry(1, row * 2));
            sink.add(new Entry(1, row * 2 + 1));
        }
        sink.add(new Entry(1, 7_000_000));
        Counted found = new Counted();
        assertEquals(0, match(source, sink, 1, found));
        assertEquals(Map.of(1L, 300_000), found.different);
        assertEquals(Map.of(1L, 1), found.extra);
    }

    @Test
    void aRowThatCannotBeReadAccountsForItsPartner() {
        Counted found = new Counted();
        long equal = match(List.of(new Entry(1, DigestMatch.UNREADABLE_IN_SOURCE), new Entry(2, 5), new Entry(3, 6),
                new Entry(4, DigestMatch.UNREADABLE_IN_SOURCE)),
                List.of(new Entry(1, 9), new Entry(2, 5), new Entry(3, DigestMatch.UNREADABLE_IN_SINK),
                        new Entry(5, DigestMatch.UNREADABLE_IN_SINK)),
                1, found);
        assertEquals(1, equal);
        assertEquals(Map.of(), found.missing);
        assertEquals(Map.of(), found.extra);
        assertEquals(Map.of(), found.different);
    }

    private long match(List<Entry> source, List<Entry> sink, int partitions, Mismatches mismatches) {
        Scratch scratch = () -> {
            openSpills++;
            return new Spill();
        };
        long equal = 0;
        try (DigestSpill ofSource = new DigestSpill(scratch, partitions);
                DigestSpill ofSink = new DigestSpill(scratch, partitions)) {
            source.forEach(entry -> ofSource.add(entry.key(), entry.key() * 31, entry.row()));
            sink.forEach(entry -> ofSink.add(entry.key(), entry.key() * 31, entry.row()));
            for (int partition = 0; partition < partitions; partition++) {
                DigestMatch match = new DigestMatch();
                ofSource.drain(partition, match::addSource);
                ofSink.drain(partition, match::addSink);
                equal += match.end(mismatches);
            }
        }
        return equal;
    }

    private static long naive(List<Entry> source, List<Entry> sink, Counted counted) {
        List<Entry> left = new ArrayList<>(sink);
        List<Entry> unmatched = source.stream().filter(entry -> !left.remove(entry)).toList();
        Set<Long> keys = new HashSet<>();
        unmatched.forEach(entry -> keys.add(entry.key()));
        left.forEach(entry -> keys.add(entry.key()));
        for (long key : keys) {
            int ofSource = (int) unmatched.stream().filter(entry -> entry.key() == key).count();
            int ofSink = (int) left.stream().filter(entry -> entry.key() == key).count();
            put(counted.different, key, Math.min(ofSource, ofSink));
            put(counted.missing, key, ofSource - Math.min(ofSource, ofSink));
            put(counted.extra, key, ofSink - Math.min(ofSource, ofSink));
        }
        return source.size() - unmatched.size();
    }

    private static void put(Map<Long, Integer> counts, long key, int count) {
        if (count > 0) {
            counts.put(key, count);
        }
    }

    private static List<Entry> entries(Random random) {
        List<Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(2_000); i > 0; i--) {
            entries.add(new Entry(random.nextInt(300), random.nextInt(3)));
        }
        return entries;
    }

    private final class Spill implements Scratch.Spill {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private byte[] all = {};
        private int next;
        private boolean closed;

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, length);
        }

        @Override
        public int read(byte[] into) {
            all = next == 0 ? bytes.toByteArray() : all;
            int length = Math.min(into.length, all.length - next);
            System.arraycopy(all, next, into, 0, length);
            next += length;
            return length;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                openSpills--;
            }
        }
    }
}
