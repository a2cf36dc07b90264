package dev.tidemark.testkit.memory;

import dev.tidemark.domain.row.RowType;
import dev.tidemark.domain.row.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conditions that this store understands: comparisons of a column with a whole number, joined by {@code or}. */
record Condition(List<Comparison> anyOf) {
    private static final Pattern COMPARISON = Pattern.compile("(\\w+) ([<>=]) (-?\\d+)");

    record Comparison(int column, String operator, long number) {
        boolean holds(List<Value> row) {
            return row.get(column) instanceof Value.Int64(long value) && switch (operator) {
                case "<" -> value < number;
                case ">" -> value > number;
                default -> value == number;
            };
        }
    }

    static Condition of(Optional<String> where, RowType type) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String part : where.map(text -> text.split(" or ")).orElse(new String[0])) {
            Matcher matcher = COMPARISON.matcher(part);
            if (!matcher.matches() || !type.names().contains(matcher.group(1))) {
                throw MemoryStore.permanent("not a condition: " + part);
            }
            comparisons.add(
                    new Comparison(type.indexOf(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3))));
        }
        return new Condition(comparisons);
    }

    boolean holds(List<Value> row) {
        return anyOf.isEmpty() || anyOf.stream().anyMatch(comparison -> comparison.holds(row));
    }
}
