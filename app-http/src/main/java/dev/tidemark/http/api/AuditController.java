package dev.tidemark.http.api;

import dev.tidemark.domain.port.AuditLog;
import dev.tidemark.domain.port.AuditLog.Entry;
import dev.tidemark.http.security.Access;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells operators who did what. */
@Controller("/api/audit")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Access.OPERATOR)
@Tag(name = "Access")
@Refusals
final class AuditController {
    private final AuditLog audit;

    AuditController(AuditLog audit) {
        this.audit = audit;
    }

    @Get
    @Operation(operationId = "listAudit",
            summary = "Who started, cancelled, retried, made or revoked a token; newest first",
            description = "Failed log-ins are there too, some of them summed up.")
    @ApiResponse(responseCode = "200", description = "A page of the audit log")
    AuditAnswer list(
            @Nullable @QueryValue @Parameter(description = "What the page before told as next") Long before,
            @Nullable @QueryValue @Parameter(
                    description = "Entries a page, 1 to 200; 50 unless told otherwise") Integer limit) {
        int most = PageSize.of(limit);
        List<Entry> found = audit.before(before == null ? Long.MAX_VALUE : before, most + 1);
        List<Entry> page = found.subList(0, Math.min(most, found.size()));
        return new AuditAnswer(page.stream().map(AuditAnswer.AuditEntry::of).toList(),
                found.size() > most ? page.getLast().number() : null);
    }
}
