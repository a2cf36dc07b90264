package dev.tidemark.benchmarks.report;

import java.util.List;
import java.util.Optional;

/**
 * All contenders of one case, run in turns.
 *
 * @param reference the tool that the others are held against
 * @param changed rows that the source has otherwise than the sink had
 * @param commit of Tidemark; a page may show cases of several runs
 * @param startedAt ISO time at which the run began that it was part of
 */
public record CaseResult(String name, String title, String reference, long rows, long changed, String commit,
        String startedAt, List<ContenderResult> contenders) {

    public CaseResult {
        contenders = List.copyOf(contenders);
    }

    /** What it did, if it did something. */
    public Optional<ContenderResult> of(String tool) {
        return contenders.stream().filter(one -> one.tool().equals(tool) && !one.runs().isEmpty()).findFirst();
    }

    /** How often each ran. */
    int runs() {
        return contenders.stream().mapToInt(one -> one.runs().size()).max().orElse(0);
    }

    /** Whether Tidemark gave up or changed a value. */
    public boolean tidemarkFailed() {
        return contenders.stream().anyMatch(one -> one.tool().startsWith("tidemark")
                && (!one.failure().isEmpty() || !one.values().isEmpty()));
    }
}
