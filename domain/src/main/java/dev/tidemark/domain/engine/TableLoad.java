package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.position.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Streams the rows of a pass into a table that holds none of them. They are committed window by window, each followed by
 * its rejects and its checkpoint; nothing of a window is kept here, so it may be as large as the sink likes. A refusal
 * undoes its window, and the pass goes on by batches from there, which find the rows to blame. Not thread-safe.
 */
final class TableLoad {
    /** With 10 times 20,000 rows a commit costs PostgreSQL nothing that could be measured; with 1 time, 7 %. */
    private static final int BATCHES_A_WINDOW = 10;
    private static final long BYTES_A_WINDOW = 256L << 20;
    /** How much work a kill -9 costs, and how long a slow link goes without a sign of life. */
    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(2);

    private final RunContext context;
    private final TablePlan plan;
    private final Pass pass;
    private final Retrier retrier;
    private final Settling settling;
    private Cursor settled;
    private int lost;

    /**
     * @param from where the pass begins
     * @param settling what is done for the rows whichever way they are written
     */
    TableLoad(RunContext context, TablePlan plan, Pass pass, Retrier retrier, Cursor from, Settling settling) {
        this.context = context;
        this.plan = plan;
        this.pass = pass;
        this.retrier = retrier;
        this.settled = from;
        this.settling = settling;
    }

    /** What the pass does for rows whichever way they are written. */
    interface Settling {
        /** A page was read, and will be part of the next window. */
        void read(Page page);

        /** A window is in the sink: its counts, its rejects, its checkpoint and its event, in this order. */
        void settle(Window window) throws InterruptedException;

        /** The pages since the last window that was settled will be read again. */
        void rewind();
    }

    /** Whether each of the pass's rows has a key of its own and is seen as soon as it is there, as streaming them wants it. */
    static boolean isPossible(RunContext context, TablePlan plan) {
        return context.plan().limit() == Long.MAX_VALUE && plan.write().mode() != WriteMode.APPEND
                && plan.write().collisions() == KeyCollisions.IMPOSSIBLE
                && plan.write().visibility() == Visibility.EACH_BATCH;
    }

    /** Streams to the end of the table; returns the place from which the pass has to go on by batches, if it has to. */
    Optional<Cursor> run() throws InterruptedException {
        while (true) {
            try (Stream stream = open()) {
                if (stream.isOpen() && stream.run()) {
                    return Optional.empty();
                }
                settling.rewind();
                return Optional.of(settled);
            } catch (LoadLost e) {
                settling.rewind();
                // Writing by batches has a patience of its own.
                if (!Retrier.mayPass(e.trouble) || ++lost >= context.plan().retry().attempts()) {
                    return Optional.of(settled);
                }
                retrier.pause(e.trouble, lost);
            }
        }
    }

    private Stream open() throws InterruptedException {
        return new Stream(asking(() -> context.sink().load(plan.write())));
    }

    /** The sink failed; nothing since the last commit is known to be there. */
    private static final class LoadLost extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient StoreException trouble;

        LoadLost(StoreException trouble) {
            super(trouble);
            this.trouble = trouble;
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws InterruptedException;
    }

    private static <T> T asking(Question<T> question) throws InterruptedException {
        try {
            return question.ask();
        } catch (StoreException e) {
            throw new LoadLost(e);
        }
    }

    /** The rows that become durable together. */
    static final class Window {
        private final List<Reject> rejects = new ArrayList<>();
        private final Instant since;
        private Cursor end;
        private long read;
        private long bytes;
        private long inserted;
        private long roundTrips;

        Window(Instant since, Cursor start) {
            this.since = since;
            this.end = start;
        }

        /** How many rows were read, rejects included. */
        long read() {
            return read;
        }

        /** Rows that the source could not give. */
        List<Reject> rejects() {
            return rejects;
        }

        /** Where the last page ended. */
        Cursor end() {
            return end;
        }

        long inserted() {
            return inserted;
        }

        long roundTrips() {
            return roundTrips;
        }

        private void add(Page page) {
            rejects.addAll(page.rejects());
            read += page.read();
            bytes += page.rows().bytes();
            end = page.end();
        }
    }

    /** One open load, and the pages that go there. */
    private final class Stream implements AutoCloseable {
        private final Optional<BulkLoad> load;
        private Window window;

        Stream(Optional<BulkLoad> load) {
            this.load = load;
            this.window = anew();
        }

        boolean isOpen() {
            return load.isPresent();
        }

        private Window anew() {
            return new Window(context.clock().instant(), settled);
        }

        /** Whether all rows are in the sink; if not, those since the last window are not. */
        boolean run() throws InterruptedException {
            PageReader pages = new PageReader(context.source(), pass.read(), settled, retrier);
            try (ReadAhead reader = new ReadAhead(pages, plan.write().table().name())) {
                for (Optional<Page> page = next(reader); page.isPresent(); page = next(reader)) {
                    if (!add(page.get()) || isFull() && !commit()) {
                        return false;
                    }
                }
            }
            return commit();
        }

        /** A run that is cancelled ends with what was sent so far. */
        private Optional<Page> next(ReadAhead reader) throws InterruptedException {
            try {
                return reader.next();
            } catch (InterruptedException e) {
                commit();
                throw e;
            }
        }

        private boolean add(Page page) throws InterruptedException {
            Optional<Refused> refused;
            try {
                refused = asking(() -> load.orElseThrow().add(page.rows()));
            } catch (InterruptedException e) {
                commit();
                throw e;
            }
            settling.read(page);
            window.add(page);
            return refused.isEmpty();
        }

        private boolean isFull() {
            return window.read >= (long) BATCHES_A_WINDOW * context.plan().batch().rows()
                    || window.bytes >= BYTES_A_WINDOW
                    || Duration.between(window.since, context.clock().instant()).compareTo(LONGEST_WINDOW) >= 0;
        }

        private boolean commit() throws InterruptedException {
            if (window.read == 0) {
                return true;
            }
            if (asking(() -> load.orElseThrow().flush()).isPresent()) {
                return false;
            }
            Applied applied = asking(() -> load.orElseThrow().commit());
            window.inserted = applied.inserted();
            window.roundTrips = applied.roundTrips();
            settling.settle(window);
            settled = window.end;
            lost = 0;
            window = anew();
            return true;
        }

        @Override
        public void close() {
            load.ifPresent(BulkLoad::close);
        }
    }
}
