package dev.tidemark.runtime.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand in the five fields of a cron expression, as crontab(5) has it: {@code *}, numbers, names, ranges, steps and
 * lists of them. The server's scheduler reads it again; this one tells what is wrong where the file is read, without it.
 */
final class CronFields {
    private static final List<String> MONTHS = List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP",
            "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final List<Field> FIELDS = List.of(new Field("minute", 0, 59, List.of()),
            new Field("hour", 0, 23, List.of()), new Field("day of the month", 1, 31, List.of()),
            new Field("month", 1, 12, MONTHS), new Field("day of the week", 0, 7, DAYS));
    private static final Pattern ITEM = Pattern.compile("(?:\\*|(\\w+)(?:-(\\w+))?)(?:/([0-9]{1,4}))?");

    private CronFields() {
    }

    /** A field with the numbers that it takes, and the names of these where it has some. */
    private record Field(String name, int least, int most, List<String> names) {

        Optional<Integer> number(String text) {
            int named = names.indexOf(text.toUpperCase(Locale.ROOT));
            if (named >= 0) {
                return Optional.of(named + least);
            }
            return text.matches("[0-9]{1,2}") ? Optional.of(Integer.parseInt(text)).filter(this::takes)
                    : Optional.empty();
        }

        private boolean takes(int number) {
            return number >= least && number <= most;
        }

        boolean isRight(String item) {
            Matcher matcher = ITEM.matcher(item);
            if (!matcher.matches()) {
                return false;
            }
            Optional<Integer> from = Optional.ofNullable(matcher.group(1)).flatMap(this::number);
            Optional<Integer> to = Optional.ofNullable(matcher.group(2)).flatMap(this::number);
            boolean first = matcher.group(1) == null || from.isPresent();
            boolean second = matcher.group(2) == null || to.isPresent() && from.orElse(most) <= to.get();
            boolean step = matcher.group(3) == null || Integer.parseInt(matcher.group(3)) > 0;
            return first && second && step;
        }
    }

    /** What is wrong with an expression; empty if nothing is. */
    static Optional<String> problem(String cron) {
        String[] fields = cron.strip().split("\\s+");
        if (fields.length != FIELDS.size()) {
            return Optional
                    .of("a cron expression has five fields (minute, hour, day of the month, month, day of the week),"
                            + " such as \"*/5 * * * *\"; this one has " + fields.length);
        }
        for (int i = 0; i < fields.length; i++) {
            Field field = FIELDS.get(i);
            for (String item : fields[i].split(",", -1)) {
                if (!field.isRight(item)) {
                    return Optional
                            .of("'" + item + "' is no " + field.name() + ": it takes numbers from " + field.least()
                                    + " to " + field.most() + (field.names().isEmpty() ? "" : ", names such as "
                                            + field.names().get(1))
                                    + ", ranges such as " + field.least() + "-" + (field.least() + 2)
                                    + ", * and steps such as */2");
                }
            }
        }
        return Optional.empty();
    }
}
