package dev.tidemark.supabase;

import dev.tidemark.domain.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The order of a profile ({@code score desc, name asc nulls last}) as PostgREST writes it. It is of columns and not of
 * expressions, for REST has none.
 */
final class TopOrder {
    private static final Pattern TERM = Pattern.compile("\\s*(?:\"((?:[^\"]|\"\")+)\"|([^\\s,.\"]+))"
            + "(?:[\\s.]+(asc|desc))?(?:[\\s.]+nulls\\s*(first|last))?\\s*(,|$)", Pattern.CASE_INSENSITIVE);

    private TopOrder() {
    }

    /**
     * @return the terms, ready for an address
     * @throws StoreException.Permanent if it is no list of columns of the table
     */
    static List<String> terms(String order, SupabaseTable table) {
        List<String> terms = new ArrayList<>();
        Matcher term = TERM.matcher(order);
        int at = 0;
        boolean more = true;
        while (more) {
            if (!term.find(at) || term.start() != at) {
                throw mistake(order, table);
            }
            terms.add(Filters.name(column(term, order, table)) + word(term.group(3), ".", ".asc")
                    + word(term.group(4), ".nulls", ""));
            at = term.end();
            more = !term.group(5).isEmpty();
        }
        return terms;
    }

    private static String column(Matcher term, String order, SupabaseTable table) {
        if (term.group(1) != null) {
            String quoted = term.group(1).replace("\"\"", "\"");
            return table.column(quoted).map(SupabaseColumn::name).orElseThrow(() -> mistake(order, table));
        }
        String bare = term.group(2);
        return table.column(bare).or(() -> table.column(bare.toLowerCase(Locale.ROOT))).map(SupabaseColumn::name)
                .orElseThrow(() -> mistake(order, table));
    }

    private static String word(@Nullable String word, String before, String otherwise) {
        return word == null ? otherwise : before + word.toLowerCase(Locale.ROOT);
    }

    private static StoreException mistake(String order, SupabaseTable table) {
        return new StoreException.Permanent(
                "reading " + table.schema().name() + ": the order " + order + " is no list of its columns", "",
                "write it such as: score desc, name asc nulls last", null);
    }
}
