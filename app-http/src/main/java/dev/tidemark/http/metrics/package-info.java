/**
 * What Prometheus may ask: {@link dev.tidemark.http.metrics.RunMetrics} counts what runs do on this server,
 * {@link dev.tidemark.http.metrics.StateMetrics} tells what the state remembers. The names are in {@code docs/server.md}.
 */
@NullMarked
package dev.tidemark.http.metrics;

import org.jspecify.annotations.NullMarked;
