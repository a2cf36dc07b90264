package dev.tidemark.http.security;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Whether who was let in still may be: an answer that goes on for hours must not outlive the token. Thread-safe. */
@Singleton
public final class Admission {
    private static final String BEARER = "Bearer ";

    private final KnownTokens tokens;

    Admission(KnownTokens tokens) {
        this.tokens = tokens;
    }

    /** Asks the state at most once a second for each token. */
    public boolean holds(HttpRequest<?> request) {
        Optional<String> token = request.getHeaders().findFirst(HttpHeaders.AUTHORIZATION)
                .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(text -> text.substring(BEARER.length()).strip());
        return token.flatMap(text -> tokens.recent(text).or(() -> tokens.find(text))).isPresent() || !tokens.any();
    }
}
