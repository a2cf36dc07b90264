package dev.tidemark.postgres.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.schema.SchemaFingerprint;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A sync point as its table has it. */
@MappedEntity("sync_point")
record SyncPointRow(String profile, String direction, String tableName, String pass, String sourceIdentity,
        String sinkIdentity, String fingerprint, @Nullable String watermarkText, boolean digested, long sinkRows,
        Instant savedAt) {

    static SyncPointRow of(SyncPoint point) {
        Scope scope = point.scope();
        return new SyncPointRow(scope.profile(), scope.direction(), scope.table(), point.pass(),
                encode(point.sourceIdentity()), encode(point.sinkIdentity()), point.fingerprint().hex(),
                ValueText.encodeOptional(point.watermark()), point.digested(), point.sinkRows(),
                point.savedAt().truncatedTo(ChronoUnit.MILLIS));
    }

    SyncPoint toDomain() {
        return new SyncPoint(new Scope(profile, direction, tableName), pass, decode(sourceIdentity),
                decode(sinkIdentity), new SchemaFingerprint(fingerprint), ValueText.decodeOptional(watermarkText),
                digested, sinkRows, savedAt);
    }
}
