package dev.tidemark.postgres.state;

import dev.tidemark.domain.port.RejectStore.Count;
import dev.tidemark.domain.position.Checkpoint.Scope;
import io.micronaut.core.annotation.Introspected;

/** How many rejects a scope has, as its query gives it. */
@Introspected
record RejectCount(String profile, String direction, String tableName, long rejects) {

    Count toDomain() {
        return new Count(new Scope(profile, direction, tableName), rejects);
    }
}
