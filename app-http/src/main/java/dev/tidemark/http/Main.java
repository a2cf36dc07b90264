package dev.tidemark.http;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.http.tracing.Tracing;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Environment;
import dev.tidemark.runtime.config.Problem;
import java.io.PrintStream;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** {@code tidemark serve}: listens until it is told to end. */
public final class Main {

    private Main() {
    }

    public static void main(String[] args) {
        Optional<Server> server = Optional.empty();
        try {
            server = start(args, Environment.ofProcess(), System.err);
        } catch (ConfigurationException e) {
            e.problems().stream().map(Problem::text).forEach(System.err::println);
            System.exit(ExitCode.CONFIGURATION.number());
        } catch (StoreException e) {
            System.err.println("serve: the state cannot be opened: " + e.getMessage()
                    + (e.advice().isEmpty() ? "" : "; " + e.advice()));
            System.exit(ExitCode.of(e).number());
        }
        // The run in hand finishes its batch and saves its place; the JVM then ends with the signal's own code, 130 or 143.
        server.ifPresent(running -> Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown")));
        server.ifPresent(Server::awaitEnd);
    }

    /**
     * @return the server; empty if only help was asked for
     * @throws ConfigurationException if the options or the configuration are wrong
     * @throws StoreException if the state cannot be opened
     */
    static Optional<Server> start(String[] args, Environment environment, PrintStream err) {
        ServeOptions options = new ServeOptions();
        CommandLine line = new CommandLine(options, new Commands(options)).setCaseInsensitiveEnumValuesAllowed(true);
        try {
            if (CommandLine.executeHelpRequest(line.parseArgs(args)) != null) {
                return Optional.empty();
            }
        } catch (ParameterException e) {
            throw ConfigurationException.of("serve", String.valueOf(e.getMessage()));
        }
        LogSettings.apply(options);
        Server server = Server.start(options.serve(),
                Configuration.load(options.config(), environment), Tracing.of(environment));
        tell(options, server, err);
        return Optional.of(server);
    }

    private static void tell(ServeOptions options, Server server, PrintStream err) {
        switch (options.logFormat()) {
            case JSON -> LoggerFactory.getLogger("dev.tidemark.http").atInfo()
                    .addKeyValue("address", server.address()).log("Tidemark listens");
            case TEXT -> {
                if (!options.quiet()) {
                    err.println("Tidemark listens on " + server.address());
                }
            }
        }
    }

    /** Hands picocli the command object that the options hold. */
    private record Commands(ServeOptions options) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == ServeOptions.Serve.class ? type.cast(options.serve())
                    : CommandLine.defaultFactory().create(type);
        }
    }
}
