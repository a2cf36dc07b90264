package dev.tidemark.http.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** The profiles of the configuration, in its order. */
@Serdeable
record ProfilesAnswer(List<ProfileSummary> profiles) {
}
