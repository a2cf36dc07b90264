package dev.tidemark.http.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param name who or what the token is for
 * @param role {@code viewer} or {@code operator}
 * @param expiresAt when the token stops letting its bearer in; null for one that does not
 */
@Serdeable
@Schema(description = "Who calls, as the server knows him")
record Me(String name, String role, @Nullable Instant expiresAt) {
}
