package dev.tidemark.benchmarks.report;

import java.util.List;

/**
 * What one tool did in one case.
 *
 * @param rows that it moved
 * @param all whether these are all of the case; what it takes is otherwise counted by the row
 * @param values what became of the values: empty if every one is exact
 * @param failure why there are no runs; empty if there are
 */
public record ContenderResult(String tool, String title, long rows, boolean all, String values, String failure,
        List<Run> runs) {

    public ContenderResult {
        runs = List.copyOf(runs);
    }

    double secondsPerRow() {
        return Summary.of(runs, Run::wall).median() / rows;
    }
}
