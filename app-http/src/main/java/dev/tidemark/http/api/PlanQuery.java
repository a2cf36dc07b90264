package dev.tidemark.http.api;

import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.runtime.SyncRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for in the query of a plan: {@code direction}, {@code samples}, and the options of a run by their names.
 *
 * @param samples rows to show of each kind of change and each table
 */
record PlanQuery(SyncRequest request, int samples) {
    /** So that no request makes an answer that fills the memory. */
    private static final int MOST_SAMPLES = 100;

    /**
     * @throws BadRequest if the query says something that is not understood
     */
    static PlanQuery of(String profile, Map<String, List<String>> query) {
        Map<String, Object> options = new HashMap<>();
        query.forEach((name, values) -> options.put(name, value(name, values)));
        @Nullable
        Object direction = options.remove("direction");
        @Nullable
        Object samples = options.remove("samples");
        StartRequest asked = new StartRequest(profile, direction == null ? null : direction.toString(), options);
        return new PlanQuery(RunOptions.request(profile, asked), samples == null ? 0 : samples(samples.toString()));
    }

    /** A query holds nothing but texts. */
    private static Object value(String name, List<String> values) {
        return switch (name) {
            case "table", "tables", "exclude" -> values;
            case "limit" -> number(name, sole(name, values));
            case "restart" -> flag(name, sole(name, values));
            default -> sole(name, values);
        };
    }

    private static String sole(String name, List<String> values) {
        if (values.size() == 1) {
            return values.getFirst();
        }
        throw new BadRequest("'" + name + "' is asked for " + values.size() + " times");
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadRequest("the option '" + name + "' is true or false");
        };
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new BadRequest("the option '" + name + "' is a whole number above 0");
        }
    }

    private static int samples(String text) {
        long samples = number("samples", text);
        if (samples < 0 || samples > MOST_SAMPLES) {
            throw new BadRequest("'samples' is a whole number from 0 to " + MOST_SAMPLES);
        }
        return (int) samples;
    }
}
