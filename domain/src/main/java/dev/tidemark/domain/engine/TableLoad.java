package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.TablePlan;
import dev.tidemark.domain.plan.WritePlan.KeyCollisions;
import dev.tidemark.domain.plan.WritePlan.Visibility;
import dev.tidemark.domain.plan.WritePlan.WriteMode;
import dev.tidemark.domain.port.Page;
import dev.tidemark.domain.position.Cursor;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Streams the rows of a pass into a table that holds none of them. They are committed window by window, each followed by
 * its rejects and its checkpoint; nothing of a window is kept here, so it may be as large as the sink likes. A refusal
 * undoes its window, and the pass goes on by batches from there, which find the rows to blame, until it is behind them. Not thread-safe.
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
    private long rowsForBatches;

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
        /**
         * A page was read, and will be part of the next window.
         *
         * @param fetched how long the source took for it
         */
        void read(Page page, Duration fetched);

        /** A window is in the sink: its counts, its rejects, its checkpoint and its event, in this order. */
        void settle(LoadWindow window) throws InterruptedException;

        /** Whether the rows since the last window are in the sink is not known. */
        void lost();

        /**
         * The pages since the last window that was settled will be read again.
         *
         * @param landed how many of their rows are in the sink, and will be met there
         */
        void rewind(long landed);
    }

    /** Whether each of the pass's rows has a key of its own and is seen as soon as it is there, as streaming them wants it. */
    static boolean isPossible(RunContext context, TablePlan plan) {
        return context.plan().limit() == Long.MAX_VALUE && plan.write().mode() != WriteMode.APPEND
                && plan.write().collisions() == KeyCollisions.IMPOSSIBLE
                && plan.write().visibility() == Visibility.EACH_BATCH;
    }

    /**
     * Streams from the place to the end of the table; returns the place from which the pass has to go on by batches, if it
     * has to.
     */
    Optional<Cursor> run(Cursor from) throws InterruptedException {
        settled = from;
        while (true) {
            try (Stream stream = open()) {
                if (!stream.isOpen()) {
                    rowsForBatches = Long.MAX_VALUE;
                    return Optional.of(settled);
                }
                if (stream.run()) {
                    return Optional.empty();
                }
                settling.rewind(0);
                return byBatches();
            } catch (LoadLanes.Lost e) {
                settling.lost();
                settling.rewind(e.landed());
                // Writing by batches has a patience of its own.
                if (!Retrier.mayPass(e.trouble()) || ++lost >= context.plan().retry().attempts()) {
                    lost = 0;
                    return byBatches();
                }
                retrier.pause(e.trouble(), lost);
            }
        }
    }

    /** How many rows may be there behind a checkpoint: those of a window that was committed just before the end. */
    static long rowsInDoubt(RunContext context) {
        return 2 * rowsAWindow(context);
    }

    /** How many rows are written by batches before another load is worth its trouble. */
    long rowsForBatches() {
        return rowsForBatches;
    }

    /** One window, and twice as much each time that a load does not come as far as to commit. */
    private Optional<Cursor> byBatches() {
        rowsForBatches = Math.max(rowsForBatches, 1) > Long.MAX_VALUE / 2
                ? Long.MAX_VALUE
                : Math.max(rowsAWindow(context), 2 * rowsForBatches);
        return Optional.of(settled);
    }

    private static long rowsAWindow(RunContext context) {
        return (long) BATCHES_A_WINDOW * context.plan().batch().rows();
    }

    private Stream open() throws InterruptedException {
        return new Stream(LoadLanes.open(context.sink(), plan.write(), lanes()));
    }

    /**
     * One where rows of different lanes could meet in another unique constraint than the key: the later one would wait for
     * a commit that waits for it.
     */
    private int lanes() {
        boolean apart = plan.existing()
                .orElse(plan.target())
                .uniqueKeys()
                .stream()
                .allMatch(unique -> Set.copyOf(unique).equals(Set.copyOf(plan.write().key())));
        return apart ? BatchWriters.number(context, plan) : 1;
    }

    /** One open load, in as many lanes as there are writers, and the pages that go there. */
    private final class Stream implements AutoCloseable {
        private final Optional<LoadLanes> load;
        private LoadWindow window;

        Stream(Optional<LoadLanes> load) {
            this.load = load;
            this.window = anew();
        }

        boolean isOpen() {
            return load.isPresent();
        }

        private LoadWindow anew() {
            return new LoadWindow(context.clock().instant(), settled);
        }

        /** Whether all rows are in the sink; if not, those since the last window are not. */
        boolean run() throws InterruptedException {
            PageReader pages = new PageReader(context.source(), pass.read(), settled, retrier);
            try (ReadAhead reader = new ReadAhead(pages, plan.write().table().name(), context.clock())) {
                for (Optional<Page> page = next(reader); page.isPresent(); page = next(reader)) {
                    if (!add(page.get(), reader.fetched()) || isFull() && !commit()) {
                        return false;
                    }
                }
            }
            window.noneFollow();
            return commit();
        }

        /** A run that is cancelled ends with what was sent so far. */
        private Optional<Page> next(ReadAhead reader) throws InterruptedException {
            try {
                return reader.next();
            } catch (InterruptedException e) {
                commitWhatWasSent();
                throw e;
            }
        }

        private boolean add(Page page, Duration fetched) throws InterruptedException {
            boolean taken;
            try {
                taken = load.orElseThrow().add(page.rows());
            } catch (InterruptedException e) {
                commitWhatWasSent();
                throw e;
            }
            settling.read(page, fetched);
            window.add(page);
            return taken;
        }

        /** The cancellation outlives trouble of the sink: nothing is tried again. */
        private void commitWhatWasSent() throws InterruptedException {
            try {
                commit();
            } catch (LoadLanes.Lost e) {
                settling.rewind(e.landed());
            }
        }

        private boolean isFull() {
            return window.read() >= rowsAWindow(context)
                    || window.bytes() >= BYTES_A_WINDOW
                    || Duration.between(window.since(), context.clock().instant()).compareTo(LONGEST_WINDOW) >= 0;
        }

        private boolean commit() throws InterruptedException {
            if (window.read() == 0) {
                return true;
            }
            if (!load.orElseThrow().flush()) {
                return false;
            }
            window.committed(load.orElseThrow().commit());
            settling.settle(window);
            settled = window.end();
            lost = 0;
            rowsForBatches = 0;
            window = anew();
            return true;
        }

        @Override
        public void close() {
            load.ifPresent(LoadLanes::close);
        }
    }
}
