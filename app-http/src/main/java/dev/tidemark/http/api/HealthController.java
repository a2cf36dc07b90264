package dev.tidemark.http.api;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;

/** Says that the server answers, and nothing else: strangers may ask. */
@Controller("/health")
@Tag(name = "Health")
final class HealthController {

    @Get
    @Operation(operationId = "health", summary = "Whether the server answers", description = "Needs no token.")
    @ApiResponse(responseCode = "200", description = "It does")
    Map<String, String> health() {
        return Map.of("status", "UP");
    }
}
