package dev.tidemark.sqlite.state;

import static dev.tidemark.domain.row.StorableText.decode;
import static dev.tidemark.domain.row.StorableText.encode;

import dev.tidemark.domain.port.AuditLog.Entry;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** An entry of the audit log as its table has it; the number is the store's to give. */
@MappedEntity("audit")
record AuditRow(long number, long at, String actor, String action, String subject, String detail) {

    static AuditRow of(Instant at, String actor, String action, String subject, String detail) {
        return new AuditRow(0, at.toEpochMilli(), encode(actor), encode(action), encode(subject), encode(detail));
    }

    Entry toDomain() {
        return new Entry(number, Instant.ofEpochMilli(at), decode(actor), decode(action), decode(subject),
                decode(detail));
    }
}
