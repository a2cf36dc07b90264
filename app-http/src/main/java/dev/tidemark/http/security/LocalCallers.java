package dev.tidemark.http.security;

import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Lets in whoever calls from this machine, as long as it listens to nobody else and no token was ever made. */
@Singleton
final class LocalCallers implements AuthenticationFetcher<HttpRequest<?>> {
    private final OwnNames names;
    private final KnownTokens tokens;
    private final Scheduler blocking;

    LocalCallers(OwnNames names, KnownTokens tokens, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.names = names;
        this.tokens = tokens;
        this.blocking = Schedulers.fromExecutorService(blocking);
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        if (!names.isLocal() || !request.getRemoteAddress().getAddress().isLoopbackAddress()) {
            return Mono.empty();
        }
        return Mono.fromCallable(tokens::any)
                .subscribeOn(blocking)
                .flatMap(any -> any ? Mono.empty() : Mono.just(Caller.LOCAL.authentication()));
    }

    /** After those who look at what the caller bears. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
