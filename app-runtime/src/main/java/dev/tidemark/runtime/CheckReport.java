package dev.tidemark.runtime;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.port.Finding;
import java.util.List;

/**
 * What a look at a profile brought to light before anything is written.
 *
 * @param findings of the configuration, then of the state, then of each store and its tables
 * @param exitCode how a process that was asked for this ends: what the user wrote weighs more than a store that does not
 *     answer, and that more than what was found in one
 */
public record CheckReport(String profile, Direction direction, List<Finding> findings, ExitCode exitCode) {
    public CheckReport {
        findings = List.copyOf(findings);
    }
}
