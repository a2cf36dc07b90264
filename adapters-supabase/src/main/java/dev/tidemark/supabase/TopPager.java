package dev.tidemark.supabase;

import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.row.RowBatch;
import java.util.Optional;

/** The first rows of a table, looked up by their keys in the order of these. */
final class TopPager implements SourcePager {
    private final RowLookup lookup;
    private final ReadShape shape;
    private final PageShaper shaper;
    private final AnswerPages pages;
    private final RowBatch keys;
    private final int keysAtOnce;
    private int next;

    /**
     * @param keys the places of the rows
     */
    TopPager(RowLookup lookup, ReadShape shape, RowBatch keys) {
        this.lookup = lookup;
        this.shape = shape;
        this.shaper = new PageShaper(shape);
        this.pages = new AnswerPages(shape.plan().limit(), shape);
        this.keys = keys;
        this.keysAtOnce = Math.min(shape.plan().limit().rows(), 1_000);
    }

    @Override
    public Optional<Page> next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (pages.isEmpty() && next < keys.size()) {
            int to = Math.min(keys.size(), next + keysAtOnce);
            RowAnswer found = lookup.rows(shape, keys.slice(next, to), SupabaseRequests.changed(shape.plan()));
            pages.refill(found.sorted(PlaceOrder.sorted(found.rows(), places())));
            next = to;
        }
        if (pages.isEmpty()) {
            return Optional.empty();
        }
        RowAnswer page = pages.cut();
        return Optional.of(shaper.page(page.rows(), page.unreadable(), page.placeOfLast(shape)));
    }

    private int[] places() {
        return shape.place().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void close() {
        // Every answer is closed as soon as it was read.
    }
}
