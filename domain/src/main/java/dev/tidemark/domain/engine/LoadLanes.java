package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.BulkLoad;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one table side by side: pages go to them in turn, and all of them are committed together. A lane has one page
 * at a time, so memory does not grow with what a window holds; one lane alone works on the caller's thread. Not thread-safe.
 */
final class LoadLanes implements AutoCloseable {
    private final List<Lane> lanes;
    private int next;

    private LoadLanes(List<Lane> lanes) {
        this.lanes = lanes;
    }

    /** The sink failed; nothing since the last commit is known to be there, but for the rows of lanes that did commit. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient StoreException trouble;
        private final long landed;

        Lost(StoreException trouble, long landed) {
            super(trouble);
            this.trouble = trouble;
            this.landed = landed;
        }

        StoreException trouble() {
            return trouble;
        }

        /** Rows since the last commit that are known to be there all the same. */
        long landed() {
            return landed;
        }
    }

    /** Opens so many loads; empty if the sink has none for the plan. */
    static Optional<LoadLanes> open(Sink sink, WritePlan plan, int number) {
        LoadLanes opened = new LoadLanes(new ArrayList<>());
        try {
            for (int i = 0; i < number; i++) {
                Optional<BulkLoad> load = sink.load(plan);
                if (load.isEmpty()) {
                    opened.close();
                    return Optional.empty();
                }
                String name = plan.table().name() + " load " + (i + 1);
                opened.lanes.add(number == 1 ? new Lane(load.get(), null) : new Lane(load.get(), thread(name)));
            }
            return Optional.of(opened);
        } catch (StoreException e) {
            opened.close();
            throw new Lost(e, 0);
        }
    }

    /** A platform thread, as for tables: it must not lose its connection to an interrupt. */
    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
    }

    /**
     * Sends the rows, or leaves them to the next lane.
     *
     * @return whether no row so far is known to be refused
     * @throws InterruptedException if the run was cancelled; none of these rows was taken, those before them still are
     */
    boolean add(RowBatch rows) throws InterruptedException {
        Lane lane = lanes.get(next);
        next = (next + 1) % lanes.size();
        return lane.add(rows);
    }

    /** Whether none of the rows is refused, as the store finds when it has looked at all of them. */
    boolean flush() throws InterruptedException {
        lanes.forEach(Lane::beginFlush);
        boolean taken = true;
        for (Lane lane : lanes) {
            taken &= lane.endFlush();
        }
        return taken;
    }

    /** Makes durable what was flushed; the lanes then differ in nothing but the rows that they hold. */
    Applied commit() throws InterruptedException {
        lanes.forEach(Lane::beginCommit);
        long inserted = 0;
        int roundTrips = 0;
        @Nullable
        StoreException trouble = null;
        for (Lane lane : lanes) {
            try {
                Applied applied = lane.endCommit();
                inserted += applied.inserted();
                roundTrips += applied.roundTrips();
            } catch (Lost e) {
                trouble = e.trouble();
            }
        }
        if (trouble != null) {
            throw new Lost(trouble, inserted);
        }
        return new Applied(inserted, 0, 0, List.of(), roundTrips);
    }

    @Override
    public void close() {
        lanes.forEach(Lane::close);
    }

    /** One load, and what it has in hand. */
    private static final class Lane {
        private final BulkLoad load;
        private final @Nullable ExecutorService thread;
        private @Nullable Future<Optional<Refused>> sending;
        private @Nullable Future<Applied> committing;

        Lane(BulkLoad load, @Nullable ExecutorService thread) {
            this.load = load;
            this.thread = thread;
        }

        boolean add(RowBatch rows) throws InterruptedException {
            if (thread == null) {
                return asking(() -> load.add(rows)).isEmpty();
            }
            boolean taken = sending == null || result(sending).isEmpty();
            if (taken) {
                sending = thread.submit(() -> load.add(rows));
            }
            return taken;
        }

        void beginFlush() {
            if (thread != null) {
                Future<Optional<Refused>> last = sending;
                sending = thread.submit(() -> {
                    Optional<Refused> refused = last == null ? Optional.empty() : last.get();
                    return refused.isPresent() ? refused : load.flush();
                });
            }
        }

        boolean endFlush() throws InterruptedException {
            if (thread == null) {
                return asking(load::flush).isEmpty();
            }
            Future<Optional<Refused>> flushing = Objects.requireNonNull(sending);
            sending = null;
            return patiently(flushing).isEmpty();
        }

        void beginCommit() {
            committing = thread == null ? null : thread.submit(load::commit);
        }

        Applied endCommit() throws InterruptedException {
            return committing == null ? asking(load::commit) : patiently(committing);
        }

        /** After what it has in hand: a connection is not closed under the thread that uses it. */
        void close() {
            if (thread != null) {
                thread.close();
            }
            load.close();
        }
    }

    private static <T> T asking(Callable<T> question) throws InterruptedException {
        try {
            return question.call();
        } catch (Exception e) {
            throw asItWas(e);
        }
    }

    private static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw asItWas(Objects.requireNonNull(e.getCause()));
        }
    }

    /** Waits also where the run was cancelled meanwhile: what is in hand comes to its end. */
    private static <T> T patiently(Future<T> future) throws InterruptedException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (ExecutionException e) {
                    throw asItWas(Objects.requireNonNull(e.getCause()));
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException asItWas(Throwable trouble) throws InterruptedException {
        return switch (trouble) {
            case InterruptedException e -> throw e;
            case StoreException e -> new Lost(e, 0);
            case ExecutionException e -> asItWas(Objects.requireNonNull(e.getCause()));
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException(trouble);
        };
    }
}
