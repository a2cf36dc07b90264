package dev.tidemark.http;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of {@code tidemark serve}; those of every command may stand before the word, as with the other commands. */
@Command(name = "tidemark", subcommands = ServeOptions.Serve.class, mixinStandardHelpOptions = true)
final class ServeOptions {
    private static final int DEFAULT_PORT = 8480;

    @Option(names = "--config", paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "The configuration; else $TIDEMARK_CONFIG, else ./tidemark.yml.")
    private @Nullable Path config;

    @Option(names = "--debug", scope = ScopeType.INHERIT,
            description = "Log each page and batch, and the stack trace of an error.")
    private boolean debug;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Only warnings and errors.")
    private boolean quiet;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours; the server writes none anyway.")
    private boolean noColor;

    @Option(names = "--log-format", paramLabel = "text|json", scope = ScopeType.INHERIT,
            description = "Log lines for a person (the default) or for a machine.")
    private Format logFormat = Format.TEXT;

    private final Serve serve = new Serve();

    /** How log lines are written. */
    enum Format {
        TEXT, JSON
    }

    Serve serve() {
        return serve;
    }

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    boolean debug() {
        return debug;
    }

    boolean quiet() {
        return quiet;
    }

    Format logFormat() {
        return logFormat;
    }

    /** The command itself. */
    @Command(name = "serve", description = "Start the HTTP server.", mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  tidemark serve --port 8480")
    static final class Serve {
        @Option(names = "--host", paramLabel = "HOST",
                description = "The address to listen at; 127.0.0.1 unless told otherwise.")
        private String host = "127.0.0.1";

        @Option(names = "--port", paramLabel = "PORT",
                description = "The port; 8480 unless told otherwise, 0 for any that is free.")
        private int port = DEFAULT_PORT;

        String host() {
            return host;
        }

        int port() {
            return port;
        }
    }
}
