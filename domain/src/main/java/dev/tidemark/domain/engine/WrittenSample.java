package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.RowEquality;
import dev.tidemark.domain.row.RowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a few rows of a table's first batch back, where triggers may have changed them (correctness rule 7). Such rows
 * would differ from the source for ever, and comparing would write them again on every run. Not thread-safe.
 */
final class WrittenSample {
    private static final int ROWS = 100;

    private final RunContext context;
    private final TablePlan plan;
    private final Retrier retrier;
    private boolean taken;
    private boolean changed;

    WrittenSample(RunContext context, TablePlan plan, Retrier retrier) {
        this.context = context;
        this.plan = plan;
        this.retrier = retrier;
    }

    /** Whether the sink was seen to change what was written. */
    boolean isChanged() {
        return changed;
    }

    /**
     * Looks at the first rows that were written; later ones are not looked at.
     *
     * @param rejects rows of the batch that were not
     */
    void look(RowBatch batch, List<Reject> rejects) throws InterruptedException {
        if (taken || batch.isEmpty()) {
            return;
        }
        RowBatch written = landed(batch.slice(0, Math.min(ROWS, batch.size())), rejects);
        if (written.isEmpty()) {
            return;
        }
        taken = true;
        boolean canBeFound = plan.write().mode() == WriteMode.UPSERT
                && plan.write().visibility() == Visibility.EACH_BATCH;
        if (canBeFound && context.sink().mayChangeRows(plan.write().table())) {
            compare(written);
        }
    }

    private static RowBatch landed(RowBatch rows, List<Reject> rejects) {
        Set<Row> rejected = rejects.stream().map(Reject::row).flatMap(Optional::stream).collect(Collectors.toSet());
        RowBatch.Builder landed = new RowBatch.Builder(rows.type(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            if (rejected.isEmpty() || !rejected.contains(rows.row(row))) {
                landed.addRow(rows, row);
            }
        }
        return landed.build();
    }

    private void compare(RowBatch written) throws InterruptedException {
        RowType rows = plan.write().rows();
        ReadPlan back = plan.back().withoutWhere();
        Page found;
        try (SinkView sink = new SinkView(context, plan, retrier)) {
            found = retrier.call(() -> sink.source().fetch(back, keys(written)));
        }
        List<String> key = plan.write().key();
        Map<List<?>, Integer> byKey = new HashMap<>();
        for (int row = 0; row < written.size(); row++) {
            byKey.put(new Row(rows, written.row(row).values()).select(key).values(), row);
        }
        for (int row = 0; row < found.rows().size() && !changed; row++) {
            Row there = found.rows().row(row);
            Integer sent = byKey.get(there.select(key).values());
            if (sent != null) {
                firstDifference(written, sent, found.rows(), row).ifPresent(column -> warn(there, column));
            }
        }
    }

    private static Optional<Integer> firstDifference(RowBatch written, int sent, RowBatch found, int row) {
        return IntStream.range(0, written.type().width())
                .filter(column -> !RowEquality.equalCell(written, sent, found, row, column))
                .boxed()
                .findFirst();
    }

    private void warn(Row there, int column) {
        changed = true;
        context.warn(plan.write().table().name(), "a trigger of the sink changes what is written, such as "
                + there.type().names().get(column) + " of " + there.select(plan.write().key()).describe()
                + ": from now on digests of the source decide what changed, not a comparison with the sink");
    }

    private RowBatch keys(RowBatch written) {
        RowType rows = plan.write().rows();
        List<String> key = plan.write().key();
        List<Integer> columns = new ArrayList<>(key.stream().map(rows::indexOf).toList());
        RowBatch.Builder keys = new RowBatch.Builder(rows.select(key), written.size());
        for (int row = 0; row < written.size(); row++) {
            for (int column : columns) {
                keys.add(written.value(row, column));
            }
            keys.endRow();
        }
        return keys.build();
    }
}
