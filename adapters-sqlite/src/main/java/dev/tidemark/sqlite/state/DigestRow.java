package dev.tidemark.sqlite.state;

import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.DigestRange;
import io.micronaut.data.annotation.MappedEntity;

/** A range of digests as its table has it. */
@MappedEntity("digest_range")
record DigestRow(String profile, String direction, String tableName, String pass, long rangeEnd, int rowCount,
        String firstKey, String lastKey, byte[] digests) {

    static DigestRow of(Scope scope, String pass, DigestRange range) {
        return new DigestRow(scope.profile(), scope.direction(), scope.table(), pass, range.end(), range.rows(),
                ValueText.encode(range.first()), ValueText.encode(range.last()), range.digests());
    }

    DigestRange toDomain() {
        return new DigestRange(rangeEnd, rowCount, ValueText.decode(firstKey), ValueText.decode(lastKey), digests);
    }
}
