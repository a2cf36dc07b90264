package dev.tidemark.supabase;

import dev.tidemark.domain.plan.PageLimit;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.SourcePager;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.position.Cursor;
import dev.tidemark.domain.row.RowBatch;
import dev.tidemark.domain.row.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a table from one request after the other, each for what lies behind the last row seen. The server cuts every
 * answer at its own number of rows without a word, so that only an answer without rows is the end.
 */
final class SupabasePager implements SourcePager {
    private static final int EXPECTED_ROWS = 1_000;
    /** Rows of unknown size: a page of documents would be large. */
    private static final int FIRST_REQUEST = 100;
    /** How much more than a page of bytes an answer may bring before the rest of it is left unread. */
    private static final int ANSWER_PAGES = 4;
    /** The same for each of several answers that are held at a time. */
    private static final int RANGE_PAGES = 2;
    /** Fewer rows are no sign that there are many. */
    private static final int WORTH_READING_AHEAD = 500;
    /** Said of a key that is no value of the column's type, which may be narrower than ours. */
    private static final String OUT_OF_RANGE = "22003";

    private final SupabaseClient client;
    private final ReadShape shape;
    private final PageShaper shaper;
    private final PageLimit limit;
    private final String doing;
    private final AnswerPages pages;
    private final ReadAhead ahead;
    private Cursor end;
    private Stretch stretch = new Stretch.Rest();
    private long mostRows;
    private long rowsOfRequest;
    private boolean readsAhead;
    private boolean finished;

    SupabasePager(SupabaseClient client, ReadShape shape, Cursor from) {
        this.client = client;
        this.shape = shape;
        this.shaper = new PageShaper(shape);
        this.limit = shape.plan().limit();
        this.doing = "reading " + shape.table().schema().name();
        this.pages = new AnswerPages(limit, shape);
        this.ahead = new ReadAhead(this::range);
        this.end = from;
        this.mostRows = limit.rows();
        this.rowsOfRequest = Math.min(mostRows, FIRST_REQUEST);
        this.readsAhead = KeyRange.isCountable(shape);
    }

    /** Which of the rows behind the last one the next request asks for. */
    private sealed interface Stretch {
        /** All. */
        record Rest() implements Stretch {
        }

        /** Those that are equal to it in the first columns. */
        record Within(int equal) implements Stretch {
        }

        /** Those of the same table that lie before an address, where addresses are all that orders them. */
        record Window(Value end) implements Stretch {
        }

        /** Those that come after all that are. */
        record Behind(int equal) implements Stretch {
        }
    }

    @Override
    public Optional<Page> next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (pages.isEmpty() && !finished) {
            ask();
        }
        if (finished) {
            return Optional.empty();
        }
        RowAnswer page = pages.cut();
        end = shape.isNumbered() ? new Cursor.After(List.of(new Value.Int64(number() + page.rows().size())))
                : page.placeOfLast(shape);
        return Optional.of(shaper.page(page.rows(), page.unreadable(), end));
    }

    private void ask() throws InterruptedException {
        if (askedAhead()) {
            return;
        }
        RowAnswer answer = answer(expect(), ANSWER_PAGES * limit.bytes());
        RowBatch read = answer.rows();
        pages.refill(answer);
        if (read.isEmpty()) {
            finished = !hasMore();
            return;
        }
        long each = Math.max(1, read.bytes() / read.size());
        rowsOfRequest = Math.clamp(limit.bytes() / each, 1, mostRows);
        stretch = stretch(read);
        if (readsAhead && read.size() >= WORTH_READING_AHEAD && rowsOfRequest >= read.size()
                && answer.unreadable().isEmpty()) {
            int key = shape.place().getFirst();
            ahead.begin(read.value(read.size() - 1, key), KeyRange.spread(read, key), read.size());
        }
    }

    /** Whether there was a range that had been asked for, perhaps without rows. */
    private boolean askedAhead() throws InterruptedException {
        Optional<RowAnswer> answer;
        try {
            answer = ahead.next();
        } catch (StoreException.TooLarge _) {
            askForLess(rowsOfRequest);
            return false;
        } catch (StoreException.Permanent e) {
            if (!e.code().equals(OUT_OF_RANGE)) {
                throw e;
            }
            // The range goes beyond the last key that the type has: what is left is read page by page.
            readsAhead = false;
            return false;
        }
        answer.ifPresent(range -> {
            pages.refill(range);
            RowBatch read = range.rows();
            if (read.isEmpty()) {
                // The end, or a gap: what lies behind the ranges is asked for then.
                ahead.stop();
            } else if (range.total().orElse(Long.MAX_VALUE) > read.size() || !range.unreadable().isEmpty()) {
                // There is more in the range: it goes on behind the last row that came.
                ahead.clear();
            } else {
                ahead.learn(KeyRange.spread(read, shape.place().getFirst()));
            }
        });
        return answer.isPresent();
    }

    private RowAnswer range(KeyRange range, long rows) throws InterruptedException {
        List<String> conditions = range.conditions(shape.placeFields().getFirst().name());
        return answer(client.expect(SupabaseRequests.counted(shape, conditions, rows), doing),
                RANGE_PAGES * limit.bytes());
    }

    private RowAnswer answer(RestAnswer answer, long bytes) throws InterruptedException {
        try {
            return RowAnswer.read(answer, shape, EXPECTED_ROWS, bytes);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw client.lost(doing, e);
        }
    }

    private RestAnswer expect() throws InterruptedException {
        while (true) {
            try {
                return client.expect(request(), doing);
            } catch (StoreException.TooLarge e) {
                if (rowsOfRequest == 1) {
                    throw e;
                }
                askForLess(rowsOfRequest);
            }
        }
    }

    /** Half as many rows may pass where so many took the server too long: for good, as each trial costs all of that time. */
    private void askForLess(long tooMany) {
        mostRows = Math.max(1, tooMany / 2);
        rowsOfRequest = mostRows;
    }

    private RestRequest request() {
        if (shape.isNumbered()) {
            return SupabaseRequests.numbered(shape, number(), rowsOfRequest);
        }
        if (!(end instanceof Cursor.After(List<Value> values))) {
            return SupabaseRequests.page(shape, List.of(), rowsOfRequest);
        }
        Keyset keyset = new Keyset(shape, values);
        return SupabaseRequests.page(shape, switch (stretch) {
            case Stretch.Rest _ -> keyset.after();
            case Stretch.Within(int equal) -> keyset.afterWithin(equal);
            case Stretch.Window(Value bound) -> keyset.within(bound);
            case Stretch.Behind(int equal) -> keyset.behind(equal);
        }, rowsOfRequest);
    }

    /**
     * Where all rows of an answer are equal in the first columns of the key there are probably more: asked for just these, the
     * server finds them by its index, while it would look through all of them for every page of the rest.
     */
    private Stretch stretch(RowBatch read) {
        int equal = 0;
        while (equal < shape.place().size() - 1 && read.size() > 1
                && read.value(0, shape.place().get(equal))
                        .equals(read.value(read.size() - 1, shape.place().get(equal)))) {
            equal++;
        }
        if (equal == 1 && shape.isHeapOrder()) {
            return new Stretch.Window(HeapWindow.end(read, shape.place().get(1), rowsOfRequest));
        }
        return equal == 0 ? new Stretch.Rest() : new Stretch.Within(equal);
    }

    /** Whether an answer without rows was the end of a stretch, and not of all. */
    private boolean hasMore() {
        stretch = switch (stretch) {
            case Stretch.Rest _ -> new Stretch.Rest();
            case Stretch.Window _ -> new Stretch.Within(1);
            case Stretch.Within(int equal) -> new Stretch.Behind(equal);
            case Stretch.Behind(int equal) -> equal > 1 ? new Stretch.Behind(equal - 1) : new Stretch.Rest();
        };
        return !(stretch instanceof Stretch.Rest);
    }

    /** How many rows lie before the place. */
    private long number() {
        return end instanceof Cursor.After(List<Value> values) && values.getFirst() instanceof Value.Int64(long number)
                ? number
                : 0;
    }

    @Override
    public void close() {
        // Every answer is closed as soon as it was read.
        ahead.close();
    }
}
