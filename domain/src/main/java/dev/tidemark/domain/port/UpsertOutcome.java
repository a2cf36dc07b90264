package dev.tidemark.domain.port;

import java.util.List;
import java.util.OptionalInt;

/** What became of a batch. */
public sealed interface UpsertOutcome {

    /**
     * The batch is in the sink. {@code inserted + updated + unchanged + skipped} is its size.
     *
     * @param inserted rows that were new
     * @param updated rows that were there and differed
     * @param unchanged rows that needed no write
     * @param skipped indexes of rows that the sink took and did not keep, as a trigger may do; ascending
     * @param roundTrips how often the store was asked
     */
    record Applied(long inserted, long updated, long unchanged, List<Integer> skipped, int roundTrips)
            implements
            UpsertOutcome {
        public Applied {
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * Nothing of the batch was written.
     *
     * @param reason why
     * @param row the index of the row to blame, if the sink knows it
     */
    record Refused(Reason reason, OptionalInt row) implements UpsertOutcome {
    }
}
