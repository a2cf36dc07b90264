package dev.tidemark.http;

import dev.tidemark.http.security.RateLimit;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.server.Sharing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
            footer = {"  tidemark serve --port 8480",
                    "  tidemark serve --host 0.0.0.0 --public-url https://tidemark.example.org"})
    static final class Serve {
        @Option(names = "--host", paramLabel = "HOST",
                description = "The address to listen at; 127.0.0.1 unless told otherwise.")
        private String host = "127.0.0.1";

        @Option(names = "--port", paramLabel = "PORT",
                description = "The port; 8480 unless told otherwise, 0 for any that is free.")
        private int port = DEFAULT_PORT;

        @Option(names = "--public-url", paramLabel = "URL",
                description = "Where callers find the server if something stands between, such as a proxy with a certificate.")
        private @Nullable URI publicUrl;

        @Option(names = "--rate-limit", paramLabel = "N",
                description = "Requests a second that a token may make in the long run; ten times as many at once. 5000 unless told otherwise.")
        private long rateLimit = RateLimit.DEFAULT_PER_SECOND;

        @Option(names = "--workers", paramLabel = "N",
                description = "Pieces of runs that this server works on at once; one a processor unless told otherwise, and at least 2.")
        private int workers = Sharing.of("").workers();

        @Option(names = "--dead-after", paramLabel = "DURATION", converter = DurationOption.class,
                description = "How long a server that shares the state is silent before others take over what it was doing; 40s unless told otherwise. The same on all of them.")
        private Duration deadAfter = Sharing.DEAD_AFTER;

        /**
         * How the server takes its share of the work.
         *
         * @throws ConfigurationException if it would do nothing, or would be taken for dead between two heartbeats
         */
        Sharing sharing() {
            if (workers < 1) {
                throw ConfigurationException.of("--workers", "it is a whole number above 0");
            }
            if (deadAfter.compareTo(Sharing.LEAST_DEAD_AFTER) < 0) {
                throw ConfigurationException.of("--dead-after", "it is at least "
                        + Sharing.LEAST_DEAD_AFTER.toSeconds() + "s");
            }
            return Sharing.of(ServerName.make()).withWorkers(workers).withDeadAfter(deadAfter);
        }

        String host() {
            return host;
        }

        /**
         * @throws ConfigurationException if it is no address of a server
         */
        Optional<URI> publicUrl() {
            if (publicUrl != null && (publicUrl.getHost() == null || publicUrl.getScheme() == null
                    || !publicUrl.getScheme().matches("https?"))) {
                throw ConfigurationException.of("--public-url",
                        "'" + publicUrl + "' is no address such as https://tidemark.example.org");
            }
            return Optional.ofNullable(publicUrl);
        }

        /**
         * @throws ConfigurationException if it lets nobody ask
         */
        long rateLimit() {
            if (rateLimit < 1) {
                throw ConfigurationException.of("--rate-limit", "it is a whole number above 0");
            }
            return rateLimit;
        }

        int port() {
            return port;
        }
    }
}
