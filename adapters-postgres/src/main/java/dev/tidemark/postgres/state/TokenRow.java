package dev.tidemark.postgres.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.domain.port.TokenStore.Token;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token as its table has it. */
@MappedEntity("token")
record TokenRow(String id, String name, String role, String hash, Instant createdAt, @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    static TokenRow of(Token token) {
        return new TokenRow(token.id(), encode(token.name()), token.role().name().toLowerCase(Locale.ROOT),
                token.hash(),
                token.createdAt().truncatedTo(ChronoUnit.MILLIS),
                token.expiresAt().map(at -> at.truncatedTo(ChronoUnit.MILLIS)).orElse(null),
                token.revokedAt().map(at -> at.truncatedTo(ChronoUnit.MILLIS)).orElse(null));
    }

    Token toDomain() {
        return new Token(id, decode(name), Role.valueOf(role.toUpperCase(Locale.ROOT)), hash, createdAt,
                Optional.ofNullable(expiresAt), Optional.ofNullable(revokedAt));
    }
}
