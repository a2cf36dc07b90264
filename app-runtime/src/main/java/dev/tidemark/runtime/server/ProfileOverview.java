package dev.tidemark.runtime.server;

import dev.tidemark.domain.port.RunHistory.RunRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * A profile as a list shows it.
 *
 * @param source the name of the connection, and {@code sink} the other's; empty if the profile cannot be read now
 * @param mode as users write it; {@code mixed} where its tables differ
 * @param problem what is wrong with the profile's configuration, such as a variable that is not set
 * @param schedule when servers push it by themselves: the cron expression, and the zone where that is not UTC
 * @param next when they do so next
 * @param running its run that goes on now, in this process or another
 * @param lastRun the latest that has ended
 * @param rejects how many rows wait
 */
public record ProfileOverview(String profile, String source, String sink, String mode, Optional<String> problem,
        Optional<String> schedule, Optional<Instant> next, Optional<RunRecord> running, Optional<RunRecord> lastRun,
        long rejects) {
}
