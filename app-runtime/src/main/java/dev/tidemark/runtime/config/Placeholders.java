package dev.tidemark.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in <code>${NAME}</code> and <code>${NAME:-default}</code>. A doubled dollar, <code>$${NAME}</code>, stands for itself,
 * and <code>${file.stem}</code> is left for the run to fill in.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern
            .compile("\\$(\\$\\{|\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?})");

    /** Knows no variable. */
    static final Placeholders NONE = new Placeholders(Variables.NONE);

    private final Variables variables;

    Placeholders(Variables variables) {
        this.variables = variables;
    }

    /**
     * @param text filled in as far as the variables are set
     * @param unset the variables that are not
     */
    record Filled(String text, List<String> unset) {
    }

    Filled fill(String written) {
        List<String> unset = new ArrayList<>();
        String text = PLACEHOLDER.matcher(written)
                .replaceAll(match -> Matcher.quoteReplacement(replacement(match, unset)));
        return new Filled(text, unset);
    }

    private String replacement(MatchResult match, List<String> unset) {
        if (match.group(1).equals("${")) {
            return "${";
        }
        String name = match.group(2);
        Optional<String> value = variables.get(name).or(() -> Optional.ofNullable(match.group(3)));
        if (value.isEmpty()) {
            unset.add(name);
        }
        return value.orElse("");
    }
}
