package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects pages until they fill as many batches as are written at the same time, and cuts them into batches. Pages are small for the source's sake, batches
 * large for the sink's. Not thread-safe.
 */
final class PageJoiner {
    private final PageLimit batch;
    private final int batches;
    private final List<RowBatch> pages = new ArrayList<>();
    private final List<Reject> rejects = new ArrayList<>();
    private Cursor end;
    private boolean empty = true;
    private int rows;
    private long bytes;

    /**
     * @param batch the most that a batch may be
     * @param batches how many are written at the same time
     */
    PageJoiner(PageLimit batch, int batches, Cursor start) {
        this.batch = batch;
        this.batches = batches;
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

    /** Whether there are rows to write. */
    boolean hasRows() {
        return rows > 0;
    }

    boolean isFull() {
        return batch.isReached(rows / batches, bytes / batches) || rejects.size() >= batch.rows();
    }

    /** The rows so far, in batches of at most the limit's rows and about its bytes; the joiner forgets them. */
    List<RowBatch> takeBatches() {
        List<RowBatch> cut = new ArrayList<>();
        if (!pages.isEmpty()) {
            RowBatch joined = pages.size() == 1 ? pages.getFirst() : join();
            int from = 0;
            while (from < joined.size()) {
                int to = endOfBatch(joined, from);
                cut.add(joined.slice(from, to));
                from = to;
            }
        }
        pages.clear();
        empty = true;
        rows = 0;
        bytes = 0;
        return cut;
    }

    /** By halves, for the bytes of a row are known by those of all its cells only. */
    private int endOfBatch(RowBatch rows, int from) {
        int to = Math.min(rows.size(), from + batch.rows());
        while (to > from + 1 && rows.slice(from, to).bytes() > 2 * batch.bytes()) {
            to = from + (to - from) / 2;
        }
        return to;
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
