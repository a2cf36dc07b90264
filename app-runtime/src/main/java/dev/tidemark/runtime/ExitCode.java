package dev.tidemark.runtime;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a process of Tidemark ends. The numbers are part of the public contract. */
public enum ExitCode {
    DONE(0),
    /** Finished, and something needs a person: rows were rejected, the sides differ, there is something to do. */
    ATTENTION(1),
    /** What the user wrote. */
    CONFIGURATION(2),
    /** A store does not answer, is missing, or denies access. */
    UNREACHABLE(3), FAILED(4),
    /** A guard stopped it. */
    REFUSED(5),
    /** By Ctrl+C. */
    INTERRUPTED(130),
    /** By SIGTERM. */
    TERMINATED(143);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static ExitCode of(SyncReport report) {
        return switch (report.status()) {
            case SUCCEEDED -> DONE;
            case REJECTS -> ATTENTION;
            case INTERRUPTED -> INTERRUPTED;
            case REFUSED -> REFUSED;
            case FAILED -> ofFailures(report.failure(),
                    report.tables().stream().flatMap(table -> table.failure().stream()));
        };
    }

    /** Rows that would be rejected are the plan's news and no failure of it; a guard that would stop the run is one. */
    public static ExitCode of(ChangePlan plan) {
        ExitCode code = of(plan.report());
        return code == ATTENTION ? DONE : code;
    }

    /** Likewise, where changes are what a person was to be told of. */
    public static ExitCode ofChanges(ChangePlan plan) {
        ExitCode code = of(plan);
        return code == DONE && plan.hasChanges() ? ATTENTION : code;
    }

    public static ExitCode of(VerifyReport report) {
        return switch (report.status()) {
            case EQUAL -> DONE;
            case DIFFERENT -> ATTENTION;
            case INTERRUPTED -> INTERRUPTED;
            case FAILED -> ofFailures(report.failure(),
                    report.tables().stream().flatMap(table -> table.failure().stream()));
        };
    }

    public static ExitCode of(Throwable thrown) {
        return switch (thrown) {
            case ConfigurationException _ -> CONFIGURATION;
            case StoreException.Unreachable _, StoreException.Denied _ -> UNREACHABLE;
            case ProfileRunningException _ -> REFUSED;
            case InterruptedException _ -> INTERRUPTED;
            default -> FAILED;
        };
    }

    public static ExitCode of(Failure.Kind kind) {
        return switch (kind) {
            case CONFIGURATION -> CONFIGURATION;
            case UNREACHABLE -> UNREACHABLE;
            case REFUSED -> REFUSED;
            case FAILED -> FAILED;
        };
    }

    /** What all failed tables have in common; if they differ, the run failed and that is all there is to say. */
    private static ExitCode ofFailures(Optional<Failure> ofRun, Stream<Failure> ofTables) {
        List<Failure.Kind> kinds = ofRun.map(Stream::of).orElse(ofTables).map(Failure::kind).distinct().toList();
        return kinds.size() == 1 ? of(kinds.getFirst()) : FAILED;
    }
}
