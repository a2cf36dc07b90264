package dev.tidemark.http;

import dev.tidemark.domain.port.StoreException;
import dev.tidemark.http.api.EventStreams;
import dev.tidemark.http.health.Readiness;
import dev.tidemark.http.security.OwnNames;
import dev.tidemark.http.security.RateLimit;
import dev.tidemark.http.tracing.Tracing;
import dev.tidemark.runtime.AccessTokens;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.server.Forgetting;
import dev.tidemark.runtime.server.SharedRuns;
import dev.tidemark.runtime.server.Sharing;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The listening server with the runs that it started. */
final class Server implements AutoCloseable {
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

    private final ApplicationContext context;
    private final EmbeddedServer http;
    private final Forgetting forgetting;
    private final Syncs syncs;
    private final Optional<Tracing> tracing;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private Server(ApplicationContext context, EmbeddedServer http, Forgetting forgetting, Syncs syncs,
            Optional<Tracing> tracing) {
        this.context = context;
        this.http = http;
        this.forgetting = forgetting;
        this.syncs = syncs;
        this.tracing = tracing;
    }

    /**
     * Listens. Where others than this machine can call, only with a token that lets somebody in.
     *
     * @throws ConfigurationException if it cannot or must not listen there
     * @throws dev.tidemark.domain.port.StoreException if the state cannot be opened
     */
    static Server start(ServeOptions.Serve options, Configuration configuration, Optional<Tracing> tracing) {
        OwnNames names = names(options);
        Sharing sharing = options.sharing();
        Syncs syncs = Syncs.open(configuration, sharing.leases());
        boolean listening = false;
        try {
            requireToken(names, options.host(), syncs.tokens());
            Server server = listen(options, names, sharing, syncs, tracing);
            listening = true;
            return server;
        } finally {
            if (!listening) {
                tracing.ifPresent(Tracing::close);
                syncs.close();
            }
        }
    }

    private static Server listen(ServeOptions.Serve options, OwnNames names, Sharing sharing, Syncs syncs,
            Optional<Tracing> tracing) {
        ApplicationContext context = ApplicationContext.builder()
                .properties(Settings.of(options.host(), options.port()))
                .singletons(syncs, names, sharing, new RateLimit(options.rateLimit()))
                .banner(false)
                .build();
        tracing.ifPresent(spans -> context.registerSingleton(spans).registerSingleton(spans.runs()));
        context.start();
        EmbeddedServer http = bind(context, options);
        takeOnRuns(context);
        return new Server(context, http, Forgetting.begin(syncs.server(), InstantSource.system()), syncs, tracing);
    }

    /** Before anything is taken on: who cannot listen leaves the work to others. */
    private static EmbeddedServer bind(ApplicationContext context, ServeOptions.Serve options) {
        try {
            return context.getBean(EmbeddedServer.class).start();
        } catch (ServerStartupException e) {
            context.close();
            throw ConfigurationException.of("--port", "cannot listen on " + options.host() + ":" + options.port() + ": "
                    + rootMessage(e) + "; name another with --port");
        }
    }

    /**
     * Now and not when somebody first asks: schedules are due, others may have left work, and all who hear of runs, such as the
     * metrics, are there before the first.
     */
    private static void takeOnRuns(ApplicationContext context) {
        try {
            SharedRuns _ = context.getBean(SharedRuns.class);
        } catch (BeanInstantiationException e) {
            context.close();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ConfigurationException refused) {
                    throw refused;
                }
                if (cause instanceof StoreException failed) {
                    throw failed;
                }
            }
            throw e;
        }
    }

    private static OwnNames names(ServeOptions.Serve options) {
        try {
            return new OwnNames(options.host(), options.publicUrl());
        } catch (UnknownHostException _) {
            throw ConfigurationException.of("--host", "no address is called " + options.host());
        }
    }

    private static void requireToken(OwnNames names, String host, AccessTokens tokens) {
        if (!names.isLocal() && !tokens.anyValid()) {
            throw ConfigurationException.of("--host", "refusing to listen on " + host
                    + " for others without a token: whoever reaches it could start runs; make one with"
                    + " 'tidemark token create --role operator NAME', or use 127.0.0.1");
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }

    /** What it is made of. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI address() {
        return http.getURI();
    }

    /**
     * Says that it is not ready, lets every run finish the batch in hand and save its place, tells those who watch, takes no more requests, and closes the
     * state.
     */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        bean(Readiness.class).leave();
        bean(SharedRuns.class).close();
        bean(EventStreams.class).close();
        finishAnswers();
        http.stop();
        forgetting.close();
        context.close();
        tracing.ifPresent(Tracing::close);
        syncs.close();
        closed.countDown();
    }

    /** Connections close when what was begun on them is answered, or after a while. */
    private void finishAnswers() {
        if (http instanceof GracefulShutdownCapable answering) {
            try {
                answering.shutdownGracefully().toCompletableFuture().get(LAST_ANSWERS.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException _) {
                // They are closed as they are.
            }
        }
    }

    void awaitEnd() {
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
