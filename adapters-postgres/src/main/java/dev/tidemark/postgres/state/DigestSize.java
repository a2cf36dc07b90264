package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.DigestStore.Size;
import io.micronaut.core.annotation.Introspected;

/** How much is kept for a scope, as its query gives it. */
@Introspected
record DigestSize(long rowCount, long byteCount) {

    Size toDomain() {
        return new Size(rowCount, byteCount);
    }
}
