package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;

import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tables that are hard to page through, each by another kind of key. */
enum KeyShape {
    INTEGER(table("k_integer").required("id", ValueType.INT64).column("v", ValueType.TEXT).key("id"), List.of("id"),
            List.of(cells(Long.MIN_VALUE, "a"), cells(-1L, "b"), cells(0L, null), cells(1L, "c"), cells(10L, "d"),
                    cells(9L, "e"), cells((1L << 53) + 1, "f"), cells(1L << 53, "g"), cells(Long.MAX_VALUE, "h"))),
    TEXT(table("k_text").required("id", ValueType.TEXT).column("v", ValueType.INT64).key("id"), List.of("id"),
            List.of(cells("", 1), cells(" ", 2), cells("a", 3), cells("A", 4), cells("B", 5), cells("b", 6),
                    cells("a ", 7), cells("é", 8), cells("e\u0301", 9), cells("Z", 10), cells("ß", 11), cells("ss", 12),
                    cells("\uD83D\uDE00", 13), cells("\uFFFD", 14), cells("NULL", 15), cells("a'b\"c\\d", 16),
                    cells("10", 17), cells("9", 18), cells("%", 19), cells("a\nb", 20))),
    COMPOSITE(table("k_composite").required("a", ValueType.TEXT).required("b", ValueType.INT64)
            .required("c", ValueType.TEXT).column("v", ValueType.INT64).key("a", "b", "c"), List.of("a", "b", "c"),
            List.of(cells("x", 1, "p", 1), cells("x", 1, "q", 2), cells("x", 2, "p", 3), cells("x", 2, "q", null),
                    cells("y", 1, "p", 5), cells("y", 1, "", 6), cells("", 1, "p", 7), cells("y", -1, "p", 8),
                    cells("X", 1, "p", 9))),
    KEY_IN_OTHER_ORDER(table("k_reversed").column("v", ValueType.INT64).required("b", ValueType.INT64)
            .required("a", ValueType.INT64).key("a", "b"), List.of("a", "b"),
            List.of(cells(1, 1, 1), cells(2, 2, 1), cells(3, 1, 2), cells(4, 2, 2), cells(5, 1, 3), cells(6, 3, 1))),
    UUIDS(table("k_uuid").required("id", ValueType.UUID).column("v", ValueType.INT64).key("id"), List.of("id"),
            List.of(cells(new UUID(0, 0), 1), cells(new UUID(-1, -1), 2), cells(new UUID(1, 2), 3),
                    cells(new UUID(Long.MIN_VALUE, 1), 4), cells(new UUID(Long.MAX_VALUE, 1), 5),
                    cells(UUID.fromString("0a1b2c3d-4e5f-6789-abcd-ef0123456789"), 6))),
    BYTES(table("k_bytes").required("id", ValueType.BYTES).column("v", ValueType.INT64).key("id"), List.of("id"),
            List.of(cells(new byte[0], 1), cells(new byte[] {0}, 2), cells(new byte[] {0, 0}, 3),
                    cells(new byte[] {127}, 4), cells(new byte[] {-128}, 5), cells(new byte[] {-1}, 6),
                    cells(new byte[] {'\\', '\''}, 7))),
    TIMES(table("k_times").required("at", ValueType.TIMESTAMP).required("on", ValueType.DATE)
            .column("v", ValueType.INT64)
            .key("at", "on"), List.of("at", "on"),
            List.of(cells(new Value.Timestamp(0), new Value.Date(0), 1),
                    cells(new Value.Timestamp(0), new Value.Date(1), 2),
                    cells(new Value.Timestamp(1), new Value.Date(0), 3),
                    cells(new Value.Timestamp(999_999), new Value.Date(0), 4),
                    cells(new Value.Timestamp(1_000_000), new Value.Date(0), 5),
                    cells(new Value.Timestamp(1_700_000_000_123_456L), new Value.Date(19_000), 6))),
    /** The order is not unique: the store adds a tie-breaker. */
    NOT_UNIQUE(table("k_not_unique").required("id", ValueType.INT64).required("n", ValueType.INT64).key("id"),
            List.of("n"),
            List.of(cells(1, 5), cells(2, 5), cells(3, 5), cells(4, 6), cells(5, 5), cells(6, 4), cells(7, 6),
                    cells(8, 5))),
    /** The order is not unique, and there is nothing else to break a tie by; two rows are equal altogether. */
    NOT_UNIQUE_AND_NO_KEY(table("k_loose").column("n", ValueType.INT64).column("v", ValueType.TEXT), List.of("n"),
            List.of(cells(5, "a"), cells(5, "b"), cells(5, "b"), cells(4, "c"), cells(5, "d"), cells(6, "e"))),
    /** NULLs stand first in one store and last in another. */
    NULLABLE(table("k_nullable").column("a", ValueType.INT64).column("b", ValueType.TEXT).column("v", ValueType.INT64),
            List.of("a", "b"),
            List.of(cells(1, "x", 1), cells(null, "x", 2), cells(null, null, 3), cells(1, null, 4), cells(2, "x", 5),
                    cells(null, null, 6), cells(null, "y", 7), cells(2, null, 8), cells(null, null, 9),
                    cells(0, "", 10))),
    /** No order but the store's own. */
    NONE(table("k_none").column("n", ValueType.INT64).column("v", ValueType.TEXT), List.of(),
            List.of(cells(1, "a"), cells(1, "a"), cells(2, null), cells(null, "b"), cells(null, null), cells(3, "c")));

    private final TableSpec spec;
    private final List<String> keyset;
    private final List<Row> rows;

    KeyShape(TableSpec spec, List<String> keyset, List<@Nullable Object[]> cells) {
        this.spec = spec;
        this.keyset = keyset;
        List<Row> made = new ArrayList<>();
        for (@Nullable
        Object[] row : cells) {
            made.add(spec.row(row));
        }
        this.rows = List.copyOf(made);
    }

    TableSpec spec() {
        return spec;
    }

    List<String> keyset() {
        return keyset;
    }

    List<Row> rows() {
        return rows;
    }

    private static @Nullable Object[] cells(@Nullable Object... cells) {
        return cells;
    }
}
