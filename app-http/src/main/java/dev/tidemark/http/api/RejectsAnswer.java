package dev.tidemark.http.api;

import dev.tidemark.domain.port.RejectStore.Count;
import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that did not land.
 *
 * @param counts how many wait in all, a table and direction each
 * @param rejects a page of them, oldest first
 * @param next the number to ask for the next page with; null on the last
 */
@Serdeable
record RejectsAnswer(List<TableCount> counts, List<RejectedRow> rejects, @Nullable Long next) {

    /** How many rejects a table has in one direction. */
    @Serdeable
    record TableCount(String table, String direction, long count) {
        static TableCount of(Count count) {
            return new TableCount(count.scope().table(), count.scope().direction(), count.rejects());
        }
    }

    /**
     * A row that did not land, and why.
     *
     * @param kind the family of the reason, such as {@code not-exact}
     * @param code the store's own, such as an SQLSTATE
     * @param message for operators: it quotes values
     * @param key for operators
     * @param row for operators: the whole row, each value as text, since no number of JSON carries every value exactly
     */
    @Serdeable
    @Schema(description = "A row that did not land, and why; message, key and row are null for a viewer")
    record RejectedRow(long number, String table, String direction, String kind, String code, @Nullable String message,
            @Nullable String key, @Nullable Map<String, @Nullable String> row, Instant rejectedAt) {

        static RejectedRow of(Stored stored, boolean operator) {
            var reason = stored.reject().reason();
            return new RejectedRow(stored.number(), stored.scope().table(), stored.scope().direction(),
                    reason.kind().word(), reason.code(), operator ? reason.message() : null,
                    operator ? stored.reject().key() : null,
                    operator ? stored.reject().row().map(RejectedRow::values).orElse(null) : null, stored.at());
        }

        private static Map<String, @Nullable String> values(Row row) {
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            for (int column = 0; column < row.type().width(); column++) {
                Value value = row.values().get(column);
                values.put(row.type().names().get(column), value instanceof Value.Null ? null : value.text());
            }
            return values;
        }
    }
}
