/**
 * Traces by OpenTelemetry, for who says in the environment where they go: requests, runs and their tables. Without that nothing of
 * it is loaded. The plain SDK with its own reading of {@code OTEL_*}: Micronaut's module would load it in any case, and brings
 * instrumentations that nobody here needs.
 */
@NullMarked
package dev.tidemark.http.tracing;

import org.jspecify.annotations.NullMarked;
