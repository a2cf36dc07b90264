package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.ReadPlan;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a table, without the trouble: what is transient is tried again from the last page's end, and a page that
 * cannot be read for a lasting reason is halved down to its unreadable rows, which become rejects. Not thread-safe.
 */
final class PageReader implements AutoCloseable {
    private final Source source;
    private final ReadPlan plan;
    private final Retrier retrier;
    private Cursor end;
    private int rows;
    private @Nullable SourcePager pager;

    PageReader(Source source, ReadPlan plan, Cursor from, Retrier retrier) {
        this.source = source;
        this.plan = plan;
        this.retrier = retrier;
        this.end = from;
        this.rows = plan.limit().rows();
    }

    /** The next page, or empty after the last. */
    Optional<Page> next() throws InterruptedException {
        while (true) {
            try {
                Optional<Page> page = retrier.call(this::read);
                page.ifPresent(this::pass);
                return page;
            } catch (StoreException.Permanent | StoreException.TooLarge e) {
                if (rows == 1) {
                    return Optional.of(skipUnreadableRow(e));
                }
                reopenWith(rows / 2);
            }
        }
    }

    @Override
    public void close() {
        if (pager != null) {
            pager.close();
            pager = null;
        }
    }

    private Optional<Page> read() throws InterruptedException {
        try {
            if (pager == null) {
                pager = source.open(plan.withLimit(plan.limit().withRows(rows)), end);
            }
            return pager.next();
        } catch (StoreException e) {
            close();
            throw e;
        }
    }

    /** After trouble, the pages grow again to their full size. */
    private void pass(Page page) {
        end = page.end();
        if (rows < plan.limit().rows()) {
            reopenWith((int) Math.min(plan.limit().rows(), rows * 2L));
        }
    }

    private void reopenWith(int fewerOrMore) {
        close();
        rows = fewerOrMore;
    }

    /** Finds the key of the row that cannot be read by reading nothing but the key; without a key the table fails. */
    private Page skipUnreadableRow(StoreException trouble) throws InterruptedException {
        close();
        if (plan.keyset().isEmpty()) {
            throw trouble;
        }
        ReadPlan keysOnly = plan.select(plan.keyset()).withLimit(plan.limit().withRows(1));
        Page key = retrier.call(() -> readOne(keysOnly)).orElseThrow(() -> trouble);
        Reason reason = new Reason(Reason.Kind.UNREADABLE, trouble.code(), String.valueOf(trouble.getMessage()));
        Reject reject = key.rejects().isEmpty()
                ? new Reject(reason, key.rows().row(0).describe(), Optional.empty())
                : new Reject(reason, key.rejects().getFirst().key(), key.rejects().getFirst().row());
        Page skipped = new Page(RowBatch.empty(plan.rowType()), List.of(reject), key.end());
        pass(skipped);
        return skipped;
    }

    private Optional<Page> readOne(ReadPlan keysOnly) throws InterruptedException {
        try (SourcePager keys = source.open(keysOnly, end)) {
            return keys.next();
        }
    }
}
