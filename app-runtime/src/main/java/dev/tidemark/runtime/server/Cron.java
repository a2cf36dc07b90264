package dev.tidemark.runtime.server;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import dev.tidemark.runtime.config.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * When a schedule is due. Where clocks go forward, what is due at an hour that is skipped is due when they have: a daily run
 * comes every day. Where they go back, it is due the first time. Runs of every hour take both as they come; so does cron(8).
 */
final class Cron {
    private final Schedule schedule;

    Cron(Schedule schedule) {
        this.schedule = schedule;
    }

    /** The first time after this one. */
    Instant next(Instant after) {
        Instant next = next(schedule.zone(), after);
        return skipped(after, next).orElse(next);
    }

    private Instant next(ZoneId zone, Instant after) {
        return new CronSchedule(schedule.cron(), zone, CronStyle.UNIX)
                .getNextExecutionTime(ExecutionComplete.simulatedSuccess(after));
    }

    /** The end of hours that the clocks skip between both times, if it would have been due in them. */
    private Optional<Instant> skipped(Instant after, Instant next) {
        boolean everyHour = schedule.cron().split("\\s+")[1].startsWith("*");
        Instant from = after;
        while (!everyHour) {
            ZoneOffsetTransition change = schedule.zone().getRules().nextTransition(from);
            if (change == null || !change.getInstant().isBefore(next)) {
                break;
            }
            from = change.getInstant();
            Instant due = next(change.getOffsetBefore(), from.minusMillis(1));
            if (change.isGap() && due.isBefore(from.plus(change.getDuration()))) {
                return Optional.of(from);
            }
        }
        return Optional.empty();
    }

    /** What the scheduler keeps of it: another text is another schedule. */
    String text() {
        return schedule.cron() + " in " + schedule.zone();
    }
}
