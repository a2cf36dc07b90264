package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects pages until they fill a batch, and cuts what is more than one. Pages are small for the source's sake, batches
 * large for the sink's. Not thread-safe.
 */
final class PageJoiner {
    private final PageLimit batch;
    private final List<RowBatch> pages = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private Cursor end;
    private boolean empty = true;
    private int rows;
    private long bytes;

    PageJoiner(PageLimit batch, Cursor start) {
        this.batch = batch;
        this.end = start;
    }

    /**
     * @param wanted those of the page's rows that are to be written
     */
    void add(Page page, RowBatch wanted) {
        if (!wanted.isEmpty()) {
            pages.add(wanted);
            rows += wanted.size();
            bytes += wanted.bytes();
        }
        rejects.addAll(page.rejects());
        end = page.end();
        empty = false;
    }

    /** Whether no page came since the last batch. */
    boolean isEmpty() {
        return empty;
    }

    boolean isFull() {
        return batch.isReached(rows, bytes) || rejects.size() >= batch.rows();
    }

    /** The rows so far, in batches of at most the limit's rows; the joiner forgets them. */
    List<RowBatch> takeBatches() {
        List<RowBatch> batches = new ArrayList<>();
        if (!pages.isEmpty()) {
            RowBatch joined = pages.size() == 1 ? pages.getFirst() : join();
            for (int from = 0; from < joined.size(); from += batch.rows()) {
                batches.add(joined.slice(from, Math.min(joined.size(), from + batch.rows())));
            }
        }
        pages.clear();
        empty = true;
        rows = 0;
        bytes = 0;
        return batches;
    }

    /** The rejects that came with the pages; the joiner forgets them. */
    List<Reject> takeRejects() {
        List<Reject> taken = new ArrayList<>(rejects);
        rejects.clear();
        return taken;
    }

    /** The end of the last page. */
    Cursor end() {
        return end;
    }

    private RowBatch join() {
        RowBatch.Builder builder = new RowBatch.Builder(pages.getFirst().type(), rows);
        pages.forEach(builder::addRows);
        return builder.build();
    }
}
