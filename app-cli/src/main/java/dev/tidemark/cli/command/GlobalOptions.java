package dev.tidemark.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command understands, written before or after its name. */
public final class GlobalOptions {
    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "The configuration; else $TIDEMARK_CONFIG, else ./tidemark.yml.")
    private @Nullable Path config;

    @Option(names = "--debug", scope = ScopeType.INHERIT,
            description = "Log each page and batch, and show the stack trace of an error.")
    private boolean debug;

    @Option(names = "--quiet", scope = ScopeType.INHERIT,
            description = "No progress: only results, warnings and errors.")
    private boolean quiet;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours; NO_COLOR says the same.")
    private boolean noColor;

    @Option(names = "--log-format", paramLabel = "text|json", scope = ScopeType.INHERIT,
            description = "Log lines for a person (the default) or for a machine.")
    private @Nullable Format logFormat;

    /** How something is written. */
    public enum Format {
        TEXT, JSON
    }

    public Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    public boolean debug() {
        return debug;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean noColor() {
        return noColor;
    }

    public Format logFormat() {
        return logFormat == null ? Format.TEXT : logFormat;
    }
}
