package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowDigest;
import dev.tidemark.domain.row.RowType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Asks the source which keys of the sink it has. A key whose row cannot be read exactly counts as there: it was rejected,
 * and its old copy in the sink stays (correctness rule 5). Not thread-safe.
 */
final class SourceKeys {
    private final Source source;
    private final Retrier retrier;
    private final ReadPlan plan;
    private final RowType type;
    private final int[] columns;

    SourceKeys(Source source, TablePlan plan, Retrier retrier) {
        this.source = source;
        this.retrier = retrier;
        List<String> keyset = TablePlans.keyset(plan);
        this.plan = plan.read().select(keyset);
        this.type = plan.read().rowType().select(keyset);
        int[] inRows = TablePlans.keyColumns(plan);
        List<String> names = plan.write().rows().names();
        this.columns = Arrays.stream(inRows).map(column -> plan.write().key().indexOf(names.get(column))).toArray();
    }

    private record Digest(long high, long low) {
    }

    /** For each key, whether the source lacks it; columns as in the write plan's key. */
    boolean[] lacks(RowBatch keys) throws InterruptedException {
        boolean[] missing = new boolean[keys.size()];
        if (keys.isEmpty()) {
            return missing;
        }
        RowBatch asked = inSourceTerms(keys);
        Page page = retrier.call(() -> source.fetch(plan, asked));
        Set<Digest> there = digests(page.rows());
        RowDigest digest = new RowDigest(type, IntStream.range(0, type.width()).toArray());
        int matched = 0;
        for (int row = 0; row < asked.size(); row++) {
            digest.of(asked, row);
            missing[row] = !there.contains(new Digest(digest.high(), digest.low()));
            matched += missing[row] ? 0 : 1;
        }
        if (matched < page.read()) {
            askOneByOne(asked, missing);
        }
        return missing;
    }

    /** What was found stands for other keys than those asked for: it is unreadable, or its column compares loosely. */
    private void askOneByOne(RowBatch asked, boolean[] missing) throws InterruptedException {
        for (int row = 0; row < asked.size(); row++) {
            missing[row] = missing[row] && lacksAlone(asked.slice(row, row + 1));
        }
    }

    private boolean lacksAlone(RowBatch key) throws InterruptedException {
        return retrier.call(() -> source.fetch(plan, key)).read() == 0;
    }

    private RowBatch inSourceTerms(RowBatch keys) {
        RowBatch.Builder asked = new RowBatch.Builder(type, keys.size());
        for (int row = 0; row < keys.size(); row++) {
            for (int column : columns) {
                asked.add(keys.value(row, column));
            }
            asked.endRow();
        }
        return asked.build();
    }

    private Set<Digest> digests(RowBatch rows) {
        Set<Digest> digests = new HashSet<>();
        List<String> names = rows.type().names();
        RowDigest digest = new RowDigest(rows.type(), type.names().stream().mapToInt(names::indexOf).toArray());
        for (int row = 0; row < rows.size(); row++) {
            digest.of(rows, row);
            digests.add(new Digest(digest.high(), digest.low()));
        }
        return digests;
    }
}
