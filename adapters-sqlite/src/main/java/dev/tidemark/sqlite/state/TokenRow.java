package dev.tidemark.sqlite.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.domain.port.TokenStore.Token;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token as its table has it. */
@MappedEntity("token")
record TokenRow(String id, String name, String role, String hash, long createdAt, @Nullable Long expiresAt,
        @Nullable Long revokedAt) {

    static TokenRow of(Token token) {
        return new TokenRow(token.id(), encode(token.name()), token.role().name().toLowerCase(Locale.ROOT),
                token.hash(),
                token.createdAt().toEpochMilli(), token.expiresAt().map(Instant::toEpochMilli).orElse(null),
                token.revokedAt().map(Instant::toEpochMilli).orElse(null));
    }

    Token toDomain() {
        return new Token(id, decode(name), Role.valueOf(role.toUpperCase(Locale.ROOT)), hash,
                Instant.ofEpochMilli(createdAt),
                Optional.ofNullable(expiresAt).map(Instant::ofEpochMilli),
                Optional.ofNullable(revokedAt).map(Instant::ofEpochMilli));
    }
}
