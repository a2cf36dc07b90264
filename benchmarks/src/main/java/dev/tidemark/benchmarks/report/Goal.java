package dev.tidemark.benchmarks.report;

import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Something that shall hold, as a ratio of two medians of one run, or as a number.
 *
 * @param what as the page says it
 * @param limit that the number may not pass
 * @param atMost whether the limit is the largest that will do, or the smallest
 * @param unit after the number: x for a ratio
 * @param measured the number; nothing if one of the two did not run
 */
record Goal(String what, double limit, boolean atMost, String unit, Measured measured) {

    /** Finds the number in the results. */
    @FunctionalInterface
    interface Measured {
        Optional<Double> in(Results results);
    }

    /** The tool takes at most so many times as long as the other; per row, where one of them did not get all. */
    static Goal notSlower(String what, String name, String tool, double limit, String than) {
        return new Goal(what, limit, true, "x", results -> ratio(results, name, tool, name, than));
    }

    /** The other takes at least so many times as long. */
    static Goal faster(String what, String name, String tool, double limit, String than) {
        return new Goal(what, limit, false, "x", results -> ratio(results, name, than, name, tool));
    }

    static Goal ratioOf(String what, double limit, String name, String tool, String otherName, String other,
            ToDoubleFunction<Run> number) {
        return new Goal(what, limit, true, "x", results -> median(results, name, tool, number)
                .flatMap(
                        one -> median(results, otherName, other, number).filter(two -> two > 0).map(two -> one / two)));
    }

    static Goal most(String what, double limit, String unit, String name, String tool, ToDoubleFunction<Run> number) {
        return new Goal(what, limit, true, unit, results -> results.of(name).flatMap(one -> one.of(tool))
                .map(one -> Summary.of(one.runs(), number).most()));
    }

    private static Optional<Double> ratio(Results results, String name, String tool, String otherName, String other) {
        return perRow(results, name, tool).flatMap(
                one -> perRow(results, otherName, other).filter(two -> two > 0).map(two -> one / two));
    }

    private static Optional<Double> median(Results results, String name, String tool, ToDoubleFunction<Run> number) {
        return results.of(name).flatMap(one -> one.of(tool)).map(one -> Summary.of(one.runs(), number).median());
    }

    private static Optional<Double> perRow(Results results, String name, String tool) {
        return results.of(name).flatMap(one -> one.of(tool)).map(ContenderResult::secondsPerRow);
    }

    boolean reached(double number) {
        return atMost ? number <= limit : number >= limit;
    }
}
