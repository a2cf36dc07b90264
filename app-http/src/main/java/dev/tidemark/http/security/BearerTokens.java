package dev.tidemark.http.security;

import dev.tidemark.domain.port.AuditLog;
import dev.tidemark.domain.port.TokenStore.Token;
import dev.tidemark.http.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Lets in who bears a token that the state knows; who bears another waits for the answer, and longer each time. As
 * long as there is none at all, there is nothing to guess.
 */
@Singleton
final class BearerTokens implements TokenValidator<HttpRequest<?>> {
    private static final int TOO_MANY_REQUESTS = 429;

    private final KnownTokens tokens;
    private final FailedLogins failures;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Scheduler blocking;

    BearerTokens(KnownTokens tokens, FailedLogins failures, AuditLog audit, InstantSource clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.tokens = tokens;
        this.failures = failures;
        this.audit = audit;
        this.clock = clock;
        this.blocking = Schedulers.fromExecutorService(blocking);
    }

    @Override
    public Publisher<Authentication> validateToken(String text, @Nullable HttpRequest<?> request) {
        Optional<Token> recent = tokens.recent(text);
        if (recent.isPresent()) {
            return Mono.just(Caller.of(recent.get()).authentication());
        }
        return Mono.fromCallable(() -> tokens.find(text))
                .subscribeOn(blocking)
                .flatMap(found -> found.map(token -> Mono.just(Caller.of(token).authentication()))
                        .orElseGet(() -> tokens.any() ? refuse(RemoteAddress.of(request)) : Mono.empty()));
    }

    /** No thread waits meanwhile. */
    private Mono<Authentication> refuse(String address) {
        FailedLogins.Penalty penalty = failures.note(address);
        penalty.told().ifPresent(
                count -> audit.add(clock.instant(), address, "log-in-failed", "", count + " with a wrong token"));
        if (penalty.delay().isEmpty()) {
            return Mono.error(new ProblemException(TOO_MANY_REQUESTS,
                    "too many log-ins with wrong tokens from your address; wait some seconds", Duration.ofSeconds(8)));
        }
        return Mono.delay(penalty.delay().get()).doFinally(_ -> failures.answered(address)).then(Mono.empty());
    }
}
