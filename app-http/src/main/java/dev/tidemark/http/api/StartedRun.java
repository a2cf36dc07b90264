package dev.tidemark.http.api;

import io.micronaut.serde.annotation.Serdeable;

/** A run that has no report yet. */
@Serdeable
record StartedRun(String run, String profile, String direction, String status) {
}
