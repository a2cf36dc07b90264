package dev.tidemark.cli.command;

import dev.tidemark.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tidemark serve}, for the help: the launcher starts the server, which is a program of its own. */
@Command(name = "serve", description = ServeCommand.DOES,
        footerHeading = "%nExample:%n", footer = "  tidemark serve --port 8480")
public final class ServeCommand implements Callable<Integer> {
    /** What it does, for the list of commands too. */
    public static final String DOES = "Start the HTTP server.";

    @Option(names = "--host", paramLabel = "HOST",
            description = "The address to listen at; 127.0.0.1 unless told otherwise.")
    @Nullable
    String host;

    @Option(names = "--port", paramLabel = "PORT", description = "The port; 8480 unless told otherwise.")
    @Nullable
    Integer port;

    @Option(names = "--public-url", paramLabel = "URL",
            description = "Where callers find the server if something stands between, such as a proxy with a certificate.")
    @Nullable
    String publicUrl;

    @Option(names = "--rate-limit", paramLabel = "N",
            description = "Requests a second that a token may make in the long run; 5000 unless told otherwise.")
    @Nullable
    Long rateLimit;

    @Option(names = "--workers", paramLabel = "N",
            description = "Pieces of runs that it works on at once; one a processor unless told otherwise.")
    @Nullable
    Integer workers;

    @Option(names = "--dead-after", paramLabel = "DURATION", converter = DurationConverter.class,
            description = "How long a server that shares the state is silent before others take over; 40s unless told otherwise.")
    @Nullable
    Duration deadAfter;

    @Override
    public Integer call() {
        throw ConfigurationException.of("serve", "this program has no server in it; the launcher ./tidemark starts it");
    }
}
