package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.DataTable;
import dev.tidemark.benchmarks.data.Variant;
import java.util.List;

/**
 * Something that is measured: all contenders begin with the same stores and must leave the same.
 *
 * @param title what the report calls it
 * @param reference the tool that the others are held against
 * @param source what the source holds; the sink must hold it at the end
 * @param full whether the sink has the unchanged rows at the beginning, or none
 * @param tables that are moved
 * @param delay milliseconds of round trip
 * @param rounds how often each contender runs; 0 for as often as the others
 */
public record Case(String name, String title, String reference, Flow flow, DataSet data, List<String> tables,
        Variant source, boolean full, int delay, int rounds) {

    public Case {
        tables = List.copyOf(tables);
    }

    static Case of(String name, String title, String reference, Flow flow, DataSet data) {
        return new Case(name, title, reference, flow, data, data.tables().stream().map(DataTable::name).toList(),
                Variant.BASE, false, 0, 0);
    }

    Case again(Variant variant) {
        return new Case(name, title, reference, flow, data, tables, variant, true, delay, rounds);
    }

    Case far(int millis) {
        return new Case(name, title, reference, flow, data, tables, source, full, millis, rounds);
    }

    Case times(int times) {
        return new Case(name, title, reference, flow, data, tables, source, full, delay, times);
    }

    Case only(List<String> some) {
        return new Case(name, title, reference, flow, data, some, source, full, delay, rounds);
    }

    Case withRows(long rows) {
        return new Case(name, title, reference, flow, data.withRows(rows), tables, source, full, delay, rounds);
    }

    /** Rows of its tables together. */
    public long rows() {
        return rowsOf(tables);
    }

    /** Rows that the source has otherwise than a full sink: changed, new and gone. */
    long changed() {
        return full
                ? data.tables().stream().filter(table -> tables.contains(table.name()))
                        .mapToLong(table -> source.changed(table.rows())).sum()
                : 0;
    }

    long rowsOf(List<String> some) {
        return data.tables().stream().filter(table -> some.contains(table.name())).mapToLong(DataTable::rows).sum();
    }
}
