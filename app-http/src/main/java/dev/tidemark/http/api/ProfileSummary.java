package dev.tidemark.http.api;

import dev.tidemark.runtime.server.ProfileOverview;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A profile as the list of them shows it.
 *
 * @param schedule the cron expression, and its zone where that is not UTC; null for a profile that only runs when it is asked to
 * @param nextRun when the schedule starts it next
 * @param running its run that goes on now
 * @param lastRun the latest that has ended
 * @param rejects how many rows wait
 * @param problem what is wrong with its configuration; null if nothing is
 */
@Serdeable
@Schema(description = "A profile and where it stands")
record ProfileSummary(String profile, String source, String sink, String mode, @Nullable String schedule,
        @Nullable Instant nextRun, @Nullable Running running, @Nullable RunSummary lastRun, long rejects,
        @Nullable String problem) {

    /** A run that goes on. */
    @Serdeable
    record Running(String run, Instant since) {
    }

    static ProfileSummary of(ProfileOverview profile, boolean operator) {
        return new ProfileSummary(profile.profile(), profile.source(), profile.sink(), profile.mode(),
                profile.schedule().orElse(null), profile.next().orElse(null),
                profile.running().map(run -> new Running(run.run(), run.startedAt())).orElse(null),
                profile.lastRun().map(RunSummary::of).orElse(null), profile.rejects(),
                profile.problem().map(text -> operator ? text : ViewerJson.CONCEALED).orElse(null));
    }
}
