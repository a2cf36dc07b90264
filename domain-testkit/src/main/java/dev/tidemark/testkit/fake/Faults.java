package dev.tidemark.testkit.fake;

import dev.tidemark.domain.row.RowBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What goes wrong, and when: at the n-th time of a step, before or after the store does it. Counts the steps of all
 * stores that share it. Thread-safe.
 */
public final class Faults {
    private final List<Fault> faults = new ArrayList<>();
    private final Map<Step, Integer> calls = new EnumMap<>(Step.class);
    private Consumer<RowBatch> batchRule = _ -> {
    };
    private Consumer<RowBatch> pageRule = _ -> {
    };
    private volatile boolean lockLost;

    /** Whether a fault strikes before the store has done the step, or after. */
    public enum Moment {
        BEFORE, AFTER
    }

    private record Fault(Step step, int nth, Moment moment, Runnable action) {
    }

    /**
     * Does something at a step: throws, or interrupts a thread.
     *
     * @param nth the first time is 1
     */
    public synchronized Faults at(Step step, int nth, Moment moment, Runnable action) {
        faults.add(new Fault(step, nth, moment, action));
        return this;
    }

    /** Throws at a step before the store has done it. */
    public Faults failAt(Step step, int nth, RuntimeException trouble) {
        return at(step, nth, Moment.BEFORE, () -> {
            throw trouble;
        });
    }

    /** Throws at a step although the store has done it, as when the answer is lost. */
    public Faults failAfter(Step step, int nth, RuntimeException trouble) {
        return at(step, nth, Moment.AFTER, () -> {
            throw trouble;
        });
    }

    /** The run's lock is lost from a step on, as when the process was away for too long. */
    public Faults loseLockAt(Step step, int nth) {
        return at(step, nth, Moment.BEFORE, () -> lockLost = true);
    }

    boolean isLockLost() {
        return lockLost;
    }

    /** Ends the process at a step. */
    public Faults crashAt(Step step, int nth, Moment moment) {
        return at(step, nth, moment, () -> {
            throw new SimulatedCrash(moment + " " + step + " " + nth);
        });
    }

    /** Looks at every batch before it is written, and may throw. */
    public synchronized Faults everyBatch(Consumer<RowBatch> rule) {
        batchRule = rule;
        return this;
    }

    /** Looks at every page before it is handed over, and may throw. */
    public synchronized Faults everyPage(Consumer<RowBatch> rule) {
        pageRule = rule;
        return this;
    }

    /** How often the step was begun. */
    public synchronized int calls(Step step) {
        return calls.getOrDefault(step, 0);
    }

    /** Counts the step and returns its number. */
    int begin(Step step) {
        int nth;
        synchronized (this) {
            nth = calls.merge(step, 1, Integer::sum);
        }
        strike(step, nth, Moment.BEFORE);
        return nth;
    }

    void end(Step step, int nth) {
        strike(step, nth, Moment.AFTER);
    }

    void lookAtBatch(RowBatch batch) {
        rule(true).accept(batch);
    }

    void lookAtPage(RowBatch page) {
        rule(false).accept(page);
    }

    private synchronized Consumer<RowBatch> rule(boolean ofBatches) {
        return ofBatches ? batchRule : pageRule;
    }

    private void strike(Step step, int nth, Moment moment) {
        List<Fault> now;
        synchronized (this) {
            now = faults.stream()
                    .filter(fault -> fault.step() == step && fault.nth() == nth && fault.moment() == moment).toList();
        }
        now.forEach(fault -> fault.action().run());
    }
}
