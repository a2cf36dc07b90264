package dev.tidemark.http.api;

import dev.tidemark.domain.port.AuditLog.Entry;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log, newest first.
 *
 * @param next the number to ask for the next page with; null on the last
 */
@Serdeable
record AuditAnswer(List<AuditEntry> entries, @Nullable Long next) {

    /**
     * Who did what.
     *
     * @param actor the token's id and name, or who else it was
     * @param action {@code start}, {@code cancel}, {@code retry}, {@code token-create}, {@code token-revoke} or
     *     {@code log-in-failed}
     * @param subject what it was done to: a run, a token
     */
    @Serdeable
    record AuditEntry(long number, Instant at, String actor, String action, String subject, String detail) {
        static AuditEntry of(Entry entry) {
            return new AuditEntry(entry.number(), entry.at(), entry.actor(), entry.action(), entry.subject(),
                    entry.detail());
        }
    }
}
