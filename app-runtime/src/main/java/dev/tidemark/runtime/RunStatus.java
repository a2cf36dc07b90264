package dev.tidemark.runtime;

/** What the run history says of a run that has no report yet. */
public final class RunStatus {
    public static final String RUNNING = "running";

    private RunStatus() {
    }
}
