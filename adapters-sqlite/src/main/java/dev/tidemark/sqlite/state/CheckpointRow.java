package dev.tidemark.sqlite.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.position.WatermarkCodec;
import dev.tidemark.domain.schema.SchemaFingerprint;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A checkpoint as its table has it. */
@MappedEntity("checkpoint")
record CheckpointRow(String profile, String direction, String tableName, String pass, String sourceIdentity,
        String sinkIdentity, String fingerprint, String cursorText, long rowCount, @Nullable String watermarkText,
        @Nullable String settledText, long savedAt) {

    static CheckpointRow of(Checkpoint checkpoint) {
        Scope scope = checkpoint.scope();
        return new CheckpointRow(scope.profile(), scope.direction(), scope.table(), checkpoint.pass(),
                encode(checkpoint.sourceIdentity()), encode(checkpoint.sinkIdentity()), checkpoint.fingerprint().hex(),
                encode(CursorCodec.encode(checkpoint.cursor())), checkpoint.rows(),
                checkpoint.watermark().map(bounds -> encode(WatermarkCodec.encode(bounds))).orElse(null),
                ValueText.encodeOptional(checkpoint.settled()),
                checkpoint.savedAt().toEpochMilli());
    }

    Checkpoint toDomain() {
        return new Checkpoint(new Scope(profile, direction, tableName), pass, decode(sourceIdentity),
                decode(sinkIdentity),
                new SchemaFingerprint(fingerprint), CursorCodec.decode(decode(cursorText)), rowCount,
                Optional.ofNullable(watermarkText).map(text -> WatermarkCodec.decode(decode(text))),
                ValueText.decodeOptional(settledText), Instant.ofEpochMilli(savedAt));
    }
}
