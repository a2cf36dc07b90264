package dev.tidemark.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One number of several runs.
 *
 * @param median the middle one, or the mean of the two in the middle
 */
public record Summary(double median, double least, double most) {

    /** Of at least one run. */
    static Summary of(List<Run> runs, ToDoubleFunction<Run> number) {
        return of(runs.stream().mapToDouble(number).toArray());
    }

    static Summary of(double... numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Summary(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** How far the extremes are apart, as a share of the median. */
    double spread() {
        return median == 0 ? 0 : (most - least) / median;
    }
}
