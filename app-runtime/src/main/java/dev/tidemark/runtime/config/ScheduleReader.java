package dev.tidemark.runtime.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Reads when a profile is run: a cron expression, or one with its time zone. */
final class ScheduleReader {
    private final Reader reader;

    ScheduleReader(Reader reader) {
        this.reader = reader;
    }

    Optional<Schedule> read(Tree tree) {
        if (!(tree instanceof Tree.Mapping)) {
            return cron(tree).map(cron -> new Schedule(cron, Schedule.DEFAULT_ZONE));
        }
        Fields fields = reader.fields(tree, "a schedule", Keys.SCHEDULE);
        if (fields.get("cron").isEmpty()) {
            reader.problems().report(fields.place(), "a schedule needs a cron: such as \"*/5 * * * *\"");
        }
        Optional<ZoneId> zone = fields.get("zone").map(this::zone).orElse(Optional.of(Schedule.DEFAULT_ZONE));
        return fields.get("cron").flatMap(this::cron).flatMap(cron -> zone.map(where -> new Schedule(cron, where)));
    }

    private Optional<String> cron(Tree tree) {
        return reader.text(tree).filter(cron -> {
            Optional<String> problem = CronFields.problem(cron);
            problem.ifPresent(message -> reader.problems().report(tree.place(), message));
            return problem.isEmpty();
        }).map(String::strip);
    }

    private Optional<ZoneId> zone(Tree tree) {
        return reader.text(tree).flatMap(name -> {
            try {
                return Optional.of(ZoneId.of(name));
            } catch (DateTimeException _) {
                reader.problems().report(tree.place(), "there is no time zone '" + name + "'"
                        + NearestWord.hint(name, ZoneId.getAvailableZoneIds()) + "; write it as Europe/Berlin or UTC");
                return Optional.empty();
            }
        });
    }
}
