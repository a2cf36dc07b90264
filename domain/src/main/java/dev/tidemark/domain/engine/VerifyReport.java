package dev.tidemark.domain.engine;

import dev.tidemark.domain.plan.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How alike the two sides of a profile are.
 *
 * @param run the identifier under which it ran
 * @param failure why it did not come to an end as a whole; tables have their own
 */
public record VerifyReport(String run, String profile, Direction direction, Status status, Instant startedAt,
        Duration duration, List<TableVerdict> tables, List<String> warnings, Optional<Failure> failure) {
    public VerifyReport {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }

    /** How a verification ended. */
    public enum Status {
        EQUAL, DIFFERENT, FAILED, INTERRUPTED;

        /** As users write it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param table the sink's name of it
     * @param sourceRows rows that the source has, and {@code sinkRows} the sink, within what the profile owns
     * @param equal rows that both have with equal values
     * @param missing rows that only the source has, {@code extra} only the sink, {@code different} both with other values
     * @param unreadable rows of either side that have no exact form in the types that they are compared as; they count in
     *     no other number but the rows of their side
     * @param differences the first of them, as many as were asked for
     * @param mapping what was compared as what, a line for each column whose two sides do not have one type
     * @param partial whether one side may hide rows from us, so that nothing is said about those
     */
    public record TableVerdict(String table, long sourceRows, long sinkRows, long equal, long missing, long extra,
            long different, long unreadable, List<RowDifference> differences, List<String> mapping, boolean partial,
            Duration duration, Optional<Failure> failure) {
        public TableVerdict {
            differences = List.copyOf(differences);
            mapping = List.copyOf(mapping);
        }

        /** Whether nothing differs. */
        public boolean isEqual() {
            return failure.isEmpty() && missing + extra + different + unreadable == 0;
        }
    }
}
