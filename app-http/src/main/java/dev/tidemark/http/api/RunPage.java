package dev.tidemark.http.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the history, newest first.
 *
 * @param next what to ask for the next page with; null on the last
 */
@Serdeable
record RunPage(List<RunSummary> runs, @Nullable String next) {
}
