package dev.tidemark.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run of the benchmarks found out.
 *
 * @param startedAt ISO time
 * @param quick whether the data was too small to say anything about speed
 * @param machine what it ran on, by name
 * @param settings of PostgreSQL
 * @param versions of the tools, by name
 * @param missing why a tool took no part, by name
 */
public record Results(int schemaVersion, String startedAt, double seconds, int rounds, boolean quick,
        Map<String, String> machine, Map<String, String> settings, Map<String, String> versions,
        Map<String, String> missing, List<CaseResult> cases, List<MicroResult> micro) {
    public static final int SCHEMA = 1;

    public Results {
        cases = List.copyOf(cases);
        micro = List.copyOf(micro);
    }

    public Optional<CaseResult> of(String name) {
        return cases.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    /** With this case's result, in place of an older one. */
    public Results with(CaseResult result, double elapsed) {
        List<CaseResult> all = new ArrayList<>(cases);
        int older = cases.stream().map(CaseResult::name).toList().indexOf(result.name());
        if (older < 0) {
            all.add(result);
        } else {
            all.set(older, result);
        }
        return new Results(schemaVersion, startedAt, elapsed, rounds, quick, machine, settings, versions, missing, all,
                micro);
    }

    /** With one more thing known about the machine. */
    public Results withMachine(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(machine);
        all.put(name, value);
        return new Results(schemaVersion, startedAt, seconds, rounds, quick, all, settings, versions, missing, cases,
                micro);
    }

    public Results withMicro(List<MicroResult> others) {
        return new Results(schemaVersion, startedAt, seconds, rounds, quick, machine, settings, versions, missing,
                cases, others);
    }
}
