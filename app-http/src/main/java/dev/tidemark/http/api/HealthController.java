package dev.tidemark.http.api;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.Map;

/** Says that the server answers, and nothing else: strangers may ask. */
@Controller("/health")
final class HealthController {

    @Get
    Map<String, String> health() {
        return Map.of("status", "UP");
    }
}
