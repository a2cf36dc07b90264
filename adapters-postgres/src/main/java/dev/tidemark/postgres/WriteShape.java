package dev.tidemark.postgres;

import dev.tidemark.domain.plan.WritePlan;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.schema.ValueType;
import dev.tidemark.domain.schema.ValueType.Kind;
import dev.tidemark.postgres.wire.WireColumn;
import dev.tidemark.postgres.wire.WireType;
import java.util.ArrayList;
import java.util.List;

/**
 * A write plan against a table: for each column that is written, where its cells are, what they become on the wire, and
 * whether the server casts them from text.
 *
 * @param targets the columns that are written, in the plan's order; computed ones are left out
 * @param key the targets by which a row is found again
 */
record WriteShape(WritePlan plan, PostgresTable table, List<Target> targets, List<Target> key) {
    WriteShape {
        targets = List.copyOf(targets);
        key = List.copyOf(key);
    }

    /**
     * A column that is written.
     *
     * @param from its index in the batch
     * @param staged its name in the staging relation
     * @param needs what its cells have to be; the batch is converted where they are something else
     */
    record Target(int from, String staged, PostgresColumn column, WireType wire, ValueType needs) {

        /** Whether it is sent as text, and cast where it is used. */
        boolean isCast() {
            return wire == WireType.NATIVE;
        }

        String quoted() {
            return PostgresSql.quote(column.name());
        }

        /** Its type while staged: without the checks of a domain, which belong to the table. */
        String stagedType() {
            return isCast() ? "text" : column.base().name();
        }

        WireColumn wireColumn() {
            return PostgresTypes.wireColumn(from, column, wire);
        }
    }

    static WriteShape of(WritePlan plan, PostgresTable table) {
        List<Target> targets = new ArrayList<>();
        for (int from = 0; from < plan.rows().width(); from++) {
            String name = plan.rows().names().get(from);
            PostgresColumn column = table.column(name)
                    .orElseThrow(
                            () -> new StoreException.Permanent("writing " + table.name() + ": it has no column " + name,
                                    "42703", "set schema: evolve, or leave the column out", null));
            if (!column.isComputed()) {
                targets.add(target(from, plan.rows().types().get(from), column));
            }
        }
        List<Target> key = plan.key()
                .stream()
                .map(name -> targets.stream().filter(target -> target.column().name().equals(name)).findFirst()
                        .orElseThrow())
                .toList();
        return new WriteShape(plan, table, targets, key);
    }

    private static Target target(int from, ValueType flight, PostgresColumn column) {
        WireType wire = column.writtenAs();
        // The server's own text is read best by the server itself.
        if (flight.kind() == Kind.NATIVE && !takesTextAsIs(wire)) {
            wire = WireType.NATIVE;
        }
        ValueType needs = takesAsIs(wire, flight.kind()) ? flight : PostgresTypes.inFlight(wire, column.declaredType());
        return new Target(from, "c" + from, column, wire, needs);
    }

    private static boolean takesTextAsIs(WireType wire) {
        return switch (wire) {
            case TEXT, NATIVE, JSON, JSONB -> true;
            case BOOL, INT2, INT4, OID, INT8, FLOAT4, FLOAT8, NUMERIC, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, BYTEA,
                    UUID ->
                    false;
        };
    }

    /** Whether cells of the kind are, byte for byte, what the form wants: text, digits and JSON are text already. */
    private static boolean takesAsIs(WireType wire, Kind flight) {
        return wire.kind() == flight || switch (flight) {
            case TEXT, NATIVE -> takesTextAsIs(wire);
            case JSON, DECIMAL -> wire == WireType.TEXT || wire == WireType.NATIVE;
            case BOOLEAN, INT64, FLOAT64, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, BYTES, UUID -> false;
        };
    }

    /** Whether cells have to be converted before they are sent. */
    boolean converts() {
        return targets.stream().anyMatch(target -> !target.needs().equals(plan.rows().types().get(target.from())));
    }

    /** Whether the server has to cast a column from text. */
    boolean casts() {
        return targets.stream().anyMatch(Target::isCast);
    }

    /** The columns that an update sets: what is not key, and keys that can be equal and yet differ. */
    List<Target> updatable() {
        return targets.stream().filter(target -> !key.contains(target) || target.column().loose()).toList();
    }

    List<WireColumn> wireColumns() {
        return targets.stream().map(Target::wireColumn).toList();
    }

    String columnList() {
        return PostgresSql.quoted(targets.stream().map(target -> target.column().name()).toList());
    }
}
