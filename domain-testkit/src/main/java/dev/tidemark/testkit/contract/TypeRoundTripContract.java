package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.TableSpec.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SinkUpserter;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.UpsertOutcome;
import dev.tidemark.domain.port.UpsertOutcome.Applied;
import dev.tidemark.domain.port.UpsertOutcome.Refused;
import dev.tidemark.domain.row.JsonText;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.Column;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.testkit.contract.StoreFixture.Ability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a store promises for values: written through its sink and read back through its source, each is what it was, or
 * it was refused with a reason; JSON is what it was by value.
 */
public abstract class TypeRoundTripContract extends StoreContract {
    private static final Set<Reason.Kind> HONEST = EnumSet.of(Reason.Kind.NOT_EXACT, Reason.Kind.WOULD_CHANGE);

    static Stream<ValueType> types() {
        return EdgeValues.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void rule7_everyValueComesBackAsItWasOrIsRefused(ValueType type) throws InterruptedException {
        TableSpec made = table("values_of").required("id", ValueType.INT64).column("v", type).key("id");
        boolean making = fixture().has(Ability.MAKES_TABLES);
        if (!making) {
            fixture().create(made);
        }
        try (Sink sink = store().openSink()) {
            if (making) {
                sink.prepare(Plans.table(made, Optional.empty(), SchemaPolicy.CREATE));
            }
            assertRoundTrip(sink, made, EdgeValues.of(type));
        }
    }

    @Test
    void rule7_everyValueOfANativeTypeComesBackAsItWas() throws InterruptedException {
        int number = 0;
        for (Map.Entry<String, List<String>> sample : fixture().nativeValues().entrySet()) {
            String name = "native_" + number++;
            fixture().create(table(name).required("id", ValueType.INT64)
                    .column(Column.of("v", ValueType.TEXT, sample.getKey())).key("id"));
            ValueType type;
            try (Source source = store().openSource()) {
                type = source.describe(table(name).tableName()).columns().getLast().type();
            }
            assertEquals(ValueType.Kind.NATIVE, type.kind(), sample::getKey);
            TableSpec seen = table(name).required("id", ValueType.INT64).column(Column.of("v", type, sample.getKey()))
                    .key("id");
            List<Value> values = new ArrayList<>(
                    sample.getValue().stream().map(text -> TableSpec.value(type, text)).toList());
            values.add(Value.Null.NULL);
            try (Sink sink = store().openSink()) {
                assertRoundTrip(sink, seen, values);
            }
        }
    }

    private void assertRoundTrip(Sink sink, TableSpec table, List<Value> values) throws InterruptedException {
        List<Row> taken = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        try (SinkUpserter upserter = sink.open(Plans.write(table))) {
            for (int id = 0; id < values.size(); id++) {
                Row row = table.row(id, values.get(id));
                switch (upserter.upsert(batch(table, List.of(row)))) {
                    case Applied _ -> taken.add(row);
                    case Refused(Reason reason, _) -> {
                        boolean mayBe = fixture().mayRefuse(values.get(id)) && HONEST.contains(reason.kind());
                        if (!mayBe) {
                            refusals.add(values.get(id) + ": " + reason);
                        }
                    }
                }
            }
            assertEquals(List.of(), refusals, "values that must not be refused, or not for this reason");
            UpsertOutcome again = upserter.upsert(batch(table, taken));
            assertEquals(taken.size(), assertInstanceOf(Applied.class, again, again::toString).unchanged(),
                    "unchanged the second time");
        }
        try (Source source = store().openSource()) {
            assertEquals(lines(taken), lines(readAll(source, plan(table, 7))));
        }
        assertTrue(taken.contains(table.row(values.size() - 1, Value.Null.NULL)), "NULL fits every type");
        try (SinkUpserter upserter = sink.open(Plans.write(table.named(table.name())))) {
            List<Row> emptied = taken.stream().map(row -> table.row(row.get("id"), Value.Null.NULL)).toList();
            UpsertOutcome outcome = upserter.upsert(batch(table, emptied));
            assertEquals(taken.size() - 1, assertInstanceOf(Applied.class, outcome, outcome::toString).updated(),
                    "set to NULL");
        }
    }

    private static List<String> lines(List<Row> rows) {
        return rows.stream().map(row -> row.get("id").text() + ": " + canonical(row.get("v"))).toList();
    }

    private static String canonical(Value value) {
        return switch (value) {
            case Value.Json(String text) -> "JSON " + JsonText.canonical(text).orElse("none: " + text);
            case Value.Float64(double number) when Double.isNaN(number) -> "NaN";
            case Value.Float64(double number) -> Double.toHexString(number) + " " + number;
            case Value.Text(String text) -> "Text of " + text.length() + " " + text;
            default -> value.toString();
        };
    }
}
