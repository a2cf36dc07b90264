package dev.tidemark.domain.engine;

import dev.tidemark.domain.engine.RowDifference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a dry run would have done to one table so far. Thread-safe. */
final class PlannedChanges {
    private final int samples;
    private final List<String> ddl = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Kind, List<RowDifference>> shown = new EnumMap<>(Kind.class);
    private RowMultiset written = new RowMultiset();
    private long surplus;

    /**
     * @param samples how many rows of each kind of change to show
     */
    PlannedChanges(int samples) {
        this.samples = samples;
    }

    synchronized void ddl(List<String> statements) {
        ddl.addAll(statements);
    }

    synchronized void note(String line) {
        if (!notes.contains(line)) {
            notes.add(line);
        }
    }

    /** Shows the row as a sample, if there is room for one more of its kind. */
    synchronized void show(Kind kind, Supplier<RowDifference> row) {
        List<RowDifference> ofKind = shown.computeIfAbsent(kind, _ -> new ArrayList<>());
        if (ofKind.size() < samples) {
            ofKind.add(row.get());
        }
    }

    /** Rows would be there, or no longer there where the number is negative. */
    synchronized void grow(long rows) {
        surplus += rows;
    }

    /** What was written so far would not have been committed. */
    synchronized void rollBack() {
        shown.clear();
        written = new RowMultiset();
    }

    /** How many more rows the table would have by now, for others to see. */
    synchronized long surplus() {
        return surplus;
    }

    /** Remembers a row, by its digest, that the sink would hold by now. */
    synchronized void written(long digestHigh, long digestLow) {
        written.add(digestHigh, digestLow);
    }

    /** Whether the sink would hold this very row by now, because the dry run has written it: a pass may begin anew. */
    synchronized boolean wasWritten(long digestHigh, long digestLow) {
        return written.contains(digestHigh, digestLow);
    }

    synchronized ChangePlan.TableChanges changes(String table) {
        return new ChangePlan.TableChanges(table, ddl, shown.values().stream().flatMap(List::stream).toList(), notes);
    }
}
