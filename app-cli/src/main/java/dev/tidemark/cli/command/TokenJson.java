package dev.tidemark.cli.command;

import dev.tidemark.domain.port.TokenStore.Token;
import dev.tidemark.runtime.AccessTokens;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is told of a token: all but its secret. */
final class TokenJson {

    private TokenJson() {
    }

    static Map<String, Object> of(Token token) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", token.id());
        json.put("name", token.name());
        json.put("role", AccessTokens.word(token.role()));
        json.put("createdAt", token.createdAt());
        json.put("expiresAt", token.expiresAt());
        json.put("revokedAt", token.revokedAt());
        return json;
    }
}
