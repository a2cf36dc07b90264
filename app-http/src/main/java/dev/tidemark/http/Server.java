package dev.tidemark.http;

import dev.tidemark.http.security.LocalNames;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.server.LocalRuns;
import dev.tidemark.runtime.server.RunObserver;
import dev.tidemark.runtime.server.Runs;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The listening server with the runs that it started. */
final class Server implements AutoCloseable {
    private final ApplicationContext context;
    private final EmbeddedServer http;
    private final Runs runs;
    private final Syncs syncs;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Server(ApplicationContext context, EmbeddedServer http, Runs runs, Syncs syncs) {
        this.context = context;
        this.http = http;
        this.runs = runs;
        this.syncs = syncs;
    }

    /**
     * @param host an address of this machine alone: there are no tokens yet that would let others in
     * @param port 0 for any that is free
     * @throws ConfigurationException if it cannot or must not listen there
     */
    static Server start(String host, int port, Configuration configuration) {
        refuseOthers(host);
        Syncs syncs = Syncs.open(configuration);
        RunObserver observer = (run, _) -> new RunLog(run);
        Runs runs = new LocalRuns(syncs, syncs.server().events(), observer, InstantSource.system());
        ApplicationContext context = ApplicationContext.builder()
                .properties(Map.of("micronaut.application.name", "tidemark", "micronaut.server.host", host,
                        "micronaut.server.port",
                        port == 0 ? -1 : port, "micronaut.server.max-request-size", "1MB",
                        "micronaut.serde.deserialization.ignore-unknown",
                        false))
                .singletons(syncs, runs, observer, new LocalNames(host))
                .banner(false)
                .start();
        try {
            return new Server(context, context.getBean(EmbeddedServer.class).start(), runs, syncs);
        } catch (ServerStartupException e) {
            context.close();
            syncs.close();
            throw ConfigurationException.of("--port", "cannot listen on " + host + ":" + port + ": " + rootMessage(e)
                    + "; name another with --port");
        }
    }

    private static void refuseOthers(String host) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                throw ConfigurationException.of("--host", "refusing to listen on " + host
                        + ": whoever reaches it could start runs, and this version has no tokens; use 127.0.0.1");
            }
        } catch (UnknownHostException _) {
            throw ConfigurationException.of("--host", "no address is called " + host);
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }

    URI address() {
        return http.getURI();
    }

    /** Takes no more requests, lets every run finish the batch in hand and save its place, and closes the state. */
    @Override
    public void close() {
        http.stop();
        runs.close();
        context.close();
        syncs.close();
        closed.countDown();
    }

    void awaitEnd() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
