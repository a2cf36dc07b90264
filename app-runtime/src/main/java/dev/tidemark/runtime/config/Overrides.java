package dev.tidemark.runtime.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Settings given for one call, by flag or in a request; they beat the environment, which beats the file.
 *
 * @param values as the file would write them
 */
public record Overrides(Map<Setting, String> values) {
    public static final Overrides NONE = new Overrides(Map.of());

    public Overrides {
        values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(values));
    }

    public Overrides with(Setting setting, String value) {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.putAll(values);
        all.put(setting, value);
        return new Overrides(all);
    }
}
