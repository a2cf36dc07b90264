package dev.tidemark.postgres.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Reject;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.position.Checkpoint.Scope;
import dev.tidemark.domain.row.ValueCodec;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reject as its table has it; the number is the store's to give. */
@MappedEntity("reject")
record RejectRow(long number, String profile, String direction, String tableName, String pass, Instant rejectedAt,
        String kind,
        String code, String message, String rowKey, @Nullable String rowText) {

    static RejectRow of(Scope scope, String pass, Instant at, Reject reject) {
        Reason reason = reject.reason();
        return new RejectRow(0, scope.profile(), scope.direction(), scope.table(), pass,
                at.truncatedTo(ChronoUnit.MILLIS),
                reason.kind().word(),
                encode(reason.code()), encode(reason.message()), encode(reject.key()),
                reject.row().map(row -> encode(ValueCodec.encodeRow(row))).orElse(null));
    }

    Stored toDomain() {
        Reason reason = new Reason(kindOf(kind), decode(code), decode(message));
        Reject reject = new Reject(reason, decode(rowKey),
                Optional.ofNullable(rowText).map(text -> ValueCodec.decodeRow(decode(text))));
        return new Stored(number, new Scope(profile, direction, tableName), pass, rejectedAt,
                reject);
    }

    private static Reason.Kind kindOf(String word) {
        return Arrays.stream(Reason.Kind.values()).filter(kind -> kind.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reason is called " + word));
    }
}
