package dev.tidemark.http.api;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.http.problem.BadRequest;
import dev.tidemark.runtime.SyncRequest;
import dev.tidemark.runtime.SyncRequest.Start;
import dev.tidemark.runtime.config.Overrides;
import dev.tidemark.runtime.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the options of a request: strictly, since an option that is not understood is one that is not kept. */
final class RunOptions {
    private List<String> tables = List.of();
    private List<String> excluded = List.of();
    private Overrides overrides = Overrides.NONE;
    private long limit = SyncRequest.NO_LIMIT;
    private Start start = Start.RESUME;

    private RunOptions() {
    }

    /**
     * @throws BadRequest if the request says something that is not understood
     */
    static SyncRequest request(String profile, StartRequest body) {
        RunOptions options = new RunOptions();
        Optional.ofNullable(body.options()).orElse(Map.of())
                .forEach((name, value) -> options.take(hyphenated(name), value));
        return new SyncRequest(profile, direction(body), options.tables, options.excluded, options.overrides,
                options.limit, options.start);
    }

    private static Direction direction(StartRequest body) {
        String word = Optional.ofNullable(body.direction()).orElse(Direction.PUSH.word());
        for (Direction direction : Direction.values()) {
            if (direction.word().equals(word)) {
                return direction;
            }
        }
        throw new BadRequest("direction is push or pull, not '" + word + "'");
    }

    private void take(String name, Object value) {
        switch (name) {
            case "table", "tables" -> tables = names(name, value);
            case "exclude" -> excluded = names(name, value);
            case "limit" -> limit = positive(name, value);
            case "restart" -> start = flag(name, value) ? Start.ANEW : Start.RESUME;
            default -> {
                Setting setting = Setting.ofKey(name)
                        .orElseThrow(() -> new BadRequest("there is no option '" + name + "'"));
                overrides = overrides.with(setting, scalar(name, value));
            }
        }
    }

    /** {@code pageSize} is {@code page-size}. */
    private static String hyphenated(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static List<String> names(String name, Object value) {
        if (value instanceof String one) {
            return List.of(one);
        }
        List<String> names = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(item -> names.add(scalar(name, item)));
            return names;
        }
        throw new BadRequest("the option '" + name + "' is a name or a list of names");
    }

    private static long positive(String name, Object value) {
        if (value instanceof Number number && number.longValue() > 0 && number.doubleValue() == number.longValue()) {
            return number.longValue();
        }
        throw new BadRequest("the option '" + name + "' is a whole number above 0");
    }

    private static boolean flag(String name, Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new BadRequest("the option '" + name + "' is true or false");
    }

    private static String scalar(String name, Object value) {
        return switch (value) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> throw new BadRequest("the option '" + name + "' is a single value");
        };
    }
}
