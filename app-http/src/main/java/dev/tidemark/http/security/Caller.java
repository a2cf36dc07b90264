package dev.tidemark.http.security;

import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.domain.port.TokenStore.Token;
import io.micronaut.security.authentication.Authentication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who calls.
 *
 * @param id of the token; {@code local} where this machine needs none
 * @param name who or what the token is for
 */
public record Caller(String id, String name, Role role, Optional<Instant> expiresAt) {
    private static final String NAME = "name";
    private static final String EXPIRES_AT = "expiresAt";

    /** Whoever sits at this machine, as long as there is no token. */
    public static final Caller LOCAL = new Caller("local", "this machine", Role.OPERATOR, Optional.empty());

    static Caller of(Token token) {
        return new Caller(token.id(), token.name(), token.role(), token.expiresAt());
    }

    /** Whom Micronaut says it let in. */
    public static Caller of(Authentication authentication) {
        Map<String, Object> attributes = authentication.getAttributes();
        return new Caller(authentication.getName(), String.valueOf(attributes.get(NAME)),
                authentication.getRoles().contains(Access.OPERATOR) ? Role.OPERATOR : Role.VIEWER,
                Optional.ofNullable(attributes.get(EXPIRES_AT)).map(at -> Instant.parse(at.toString())));
    }

    Authentication authentication() {
        Map<String, Object> attributes = expiresAt.<Map<String, Object>>map(
                at -> Map.of(NAME, name, EXPIRES_AT, at.toString())).orElse(Map.of(NAME, name));
        return Authentication.build(id, switch (role) {
            case VIEWER -> List.of(Access.VIEWER);
            case OPERATOR -> List.of(Access.VIEWER, Access.OPERATOR);
        }, attributes);
    }

    /** Whether values of rows may be shown. */
    public boolean isOperator() {
        return role == Role.OPERATOR;
    }

    /** For the audit log. */
    public String actor() {
        return id + " (" + name + ")";
    }
}
