package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The condition of a profile in PostgREST's own filter language, as it stands behind the question mark of a request:
 * {@code total=gt.0&status=neq.void}, {@code or=(a.gt.1,b.is.null)}; empty for all rows. The user writes it without
 * percent-encoding.
 *
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/tables_views.html#horizontal-filtering">Horizontal
 *     filtering</a>
 */
final class ProfileCondition {
    /** What is no filter, and would steer the request. */
    private static final Set<String> RESERVED = Set.of("select", "order", "limit", "offset", "columns", "on_conflict",
            "apikey");
    private static final Set<String> TREES = Set.of("and", "or", "not.and", "not.or");
    private static final String ADVICE = "write it as PostgREST does, such as total=gt.0&status=neq.void or"
            + " or=(total.gt.0,status.is.null)";

    private final List<Filter> filters;

    private ProfileCondition(List<Filter> filters) {
        this.filters = filters;
    }

    private record Filter(String parameter, String value) {
    }

    /**
     * @param text blank for every row: there is no filter that is always true
     * @throws StoreException.Permanent if it is no such condition: the server ignores a word without {@code =}, and would
     *     deliver every row
     */
    static ProfileCondition parse(String text) {
        if (text.isBlank()) {
            return new ProfileCondition(List.of());
        }
        List<Filter> filters = new ArrayList<>();
        for (String part : parts(text)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals <= 0 || !isFilter(part.substring(0, equals), part.substring(equals + 1))) {
                throw mistake(text, "it is no condition of a REST API");
            }
            String parameter = part.substring(0, equals);
            if (RESERVED.contains(parameter)) {
                throw mistake(text, parameter + " is no filter");
            }
            filters.add(new Filter(parameter, part.substring(equals + 1)));
        }
        return new ProfileCondition(filters);
    }

    void addTo(RestQuery query) {
        filters.forEach(filter -> query.with(PercentCode.ofQuery(filter.parameter),
                PercentCode.ofQuery(filter.value)));
    }

    private static boolean isFilter(String parameter, String value) {
        if (parameter.isBlank() || !parameter.equals(parameter.strip())) {
            return false;
        }
        if (TREES.contains(parameter)) {
            return value.startsWith("(") && value.endsWith(")");
        }
        return RESERVED.contains(parameter) || value.matches("(?s)(not\\.)?[a-z]+(\\([^)]*\\))?\\..*");
    }

    /** The parts between the ampersands that stand in no quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && quoted) {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '&' && !quoted) {
                parts.add(text.substring(from, at).strip());
                from = at + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    private static StoreException mistake(String text, String what) {
        return new StoreException.Permanent("the condition " + text + ": " + what, "", ADVICE, null);
    }
}
