package dev.tidemark.http.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
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
record StartRequest(@Nullable String profile, @Nullable String direction, @Nullable Map<String, Object> options) {
}
