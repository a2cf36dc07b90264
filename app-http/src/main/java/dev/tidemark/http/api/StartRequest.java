package dev.tidemark.http.api;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /api/runs} takes.
 *
 * @param profile the profile's name
 * @param direction {@code push}, which is meant where nothing is said, or {@code pull}
 * @param options as the command line has them: {@code tables}, {@code exclude}, {@code limit}, {@code restart}, and the
 *     settings of a profile by their names
 */
@Serdeable
@Schema(description = "A run to start",
        example = "{\"profile\": \"shop\", \"direction\": \"push\", \"options\": {\"tables\": [\"orders\"], \"maxDelete\": \"5%\"}}")
record StartRequest(
        @Nullable @Schema(description = "The profile's name",
                requiredMode = Schema.RequiredMode.REQUIRED) String profile,
        @Nullable @Schema(description = "push unless told otherwise", allowableValues = {
                "push", "pull"}) String direction,
        @Nullable @Schema(
                description = "As the command line has them: tables, exclude, limit, restart, and the settings of a profile by their names, such as pageSize") Map<String, Object> options) {

    /** Equal for requests that ask for the same. */
    String asked() {
        return "start " + profile + "\n" + direction + "\n"
                + (options == null ? Map.of() : new TreeMap<>(options));
    }
}
