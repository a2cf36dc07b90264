package dev.tidemark.testkit.memory;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.OrphanSweep;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows the keys of a table, three a page, and deletes rows by key. */
final class MemorySweep implements OrphanSweep {
    private static final int KEYS_A_PAGE = 3;

    private final MemoryStore store;
    private final WritePlan plan;
    private final List<List<Value>> keys;
    private int next;

    MemorySweep(MemoryStore store, WritePlan plan) {
        this.store = store;
        this.plan = plan;
        MemoryTable table = MemoryStore.require(store.tables(), plan.table());
        this.keys = table.rows().values().stream().map(row -> table.select(row, plan.key())).toList();
    }

    @Override
    public Optional<RowBatch> next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("sweeping " + plan.table());
        }
        if (next == keys.size()) {
            return Optional.empty();
        }
        RowBatch.Builder page = new RowBatch.Builder(plan.rows().select(plan.key()), KEYS_A_PAGE);
        while (next < keys.size() && page.size() < KEYS_A_PAGE) {
            keys.get(next++).forEach(page::add);
            page.endRow();
        }
        return Optional.of(page.build());
    }

    @Override
    public long delete(RowBatch gone) {
        Set<List<Value>> wanted = new HashSet<>();
        for (int key = 0; key < gone.size(); key++) {
            wanted.add(gone.row(key).values());
        }
        long[] deleted = {0};
        store.change(now -> {
            MemoryTable table = MemoryStore.require(now, plan.table());
            MemoryTable fewer = table;
            for (var row : table.rows().entrySet()) {
                if (wanted.contains(table.select(row.getValue(), plan.key()))) {
                    fewer = fewer.without(row.getKey());
                    deleted[0]++;
                }
            }
            return MemoryStore.with(now, fewer);
        });
        return deleted[0];
    }

    @Override
    public void close() {
        // nothing is held
    }
}
