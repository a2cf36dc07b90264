package dev.tidemark.cli.render;

import java.util.Map;

/** Colour where it may be, plain text elsewhere. */
public enum Style {
    PLAIN, COLOURED;

    private static final String RESET = "\033[0m";

    /**
     * Coloured only for a person at a terminal that can, who did not say otherwise: {@code --no-color}, {@code NO_COLOR}
     * (https://no-color.org: present and not empty) and {@code TERM=dumb} all say so.
     */
    public static Style of(boolean terminal, boolean colourRefused, Map<String, String> environment) {
        boolean plain = !terminal || colourRefused || !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || "dumb".equals(environment.get("TERM"));
        return plain ? PLAIN : COLOURED;
    }

    public String good(String text) {
        return in("32", text);
    }

    public String bad(String text) {
        return in("31", text);
    }

    public String careful(String text) {
        return in("33", text);
    }

    public String strong(String text) {
        return in("1", text);
    }

    public String faint(String text) {
        return in("2", text);
    }

    private String in(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\033[" + code + "m" + text + RESET;
    }
}
