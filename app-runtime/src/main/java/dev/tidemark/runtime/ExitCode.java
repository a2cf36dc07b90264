package dev.tidemark.runtime;

import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.ConfigurationException;
import java.util.List;
import java.util.stream.Stream;

/** How a process of Tidemark ends. The numbers are part of the public contract. */
public enum ExitCode {
    DONE(0),
    /** Finished, and something needs a person: rows were rejected. */
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
            case FAILED -> ofFailures(failures(report));
        };
    }

    public static ExitCode of(Throwable thrown) {
        return switch (thrown) {
            case ConfigurationException _ -> CONFIGURATION;
            case StoreException.Unreachable _, StoreException.Denied _ -> UNREACHABLE;
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

    private static List<Failure> failures(SyncReport report) {
        return report.failure().map(List::of).orElseGet(
                () -> report.tables().stream().flatMap(table -> table.failure().stream()).toList());
    }

    /** What all of them have in common; if they differ, the run failed and that is all there is to say. */
    private static ExitCode ofFailures(List<Failure> failures) {
        Stream<Failure.Kind> kinds = failures.stream().map(Failure::kind).distinct();
        List<Failure.Kind> distinct = kinds.toList();
        return distinct.size() == 1 ? of(distinct.getFirst()) : FAILED;
    }
}
