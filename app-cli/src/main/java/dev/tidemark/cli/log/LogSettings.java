package dev.tidemark.cli.log;

/**
 * How this call logs, as its options say. Kept for the process, since the logging library makes its {@link LogConfigurator}
 * by itself, with the first logger.
 *
 * @param debug pages, batches and stack traces too
 * @param json a line an object, for a machine
 */
public record LogSettings(boolean debug, boolean json) {
    private static volatile LogSettings current = new LogSettings(false, false);

    /** Has its effect if no logger was made before. */
    public void apply() {
        current = this;
    }

    static LogSettings current() {
        return current;
    }
}
