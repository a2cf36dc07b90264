package dev.tidemark.http.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rejects to try again.
 *
 * @param tables names or patterns; none for all of the profile
 * @param direction of the runs that rejected them: {@code push}, which is meant where nothing is said, or {@code pull}
 */
@Serdeable
@Schema(description = "Which rejects to try again; all without a body", example = "{\"tables\": [\"orders\"]}")
record RetryRequest(@Nullable List<String> tables, @Nullable String direction) {

    List<String> names() {
        return tables == null ? List.of() : tables;
    }
}
