package dev.tidemark.supabase;

import dev.tidemark.domain.position.WatermarkBounds;
import dev.tidemark.domain.row.Value;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Up to when times have settled: before the moment at which the server answered. Which transactions are still running it
 * does not tell (correctness rule 8).
 *
 * @param second of the server's clock
 */
record SettledTime(Instant second) {
    private static final String UNSEEN = "the REST API does not show the transactions of others: lookback alone covers rows"
            + " that commit late";
    private static final long MICROS = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    /**
     * @param date the header {@code Date} of an answer; our own clock has to do without
     */
    static SettledTime of(Optional<String> date) {
        try {
            return new SettledTime(date.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(ZonedDateTime::toInstant).orElseGet(Instant::now));
        } catch (DateTimeParseException _) {
            return new SettledTime(Instant.now());
        }
    }

    /** What has settled up to the greatest value; a time without a zone is taken for one of UTC. */
    WatermarkBounds bounds(Value highest) {
        long before = second.getEpochSecond() * MICROS - 1;
        return switch (highest) {
            case Value.TimestampTz(long greatest) ->
                    times(highest, new Value.TimestampTz(Math.min(greatest, before)));
            case Value.Timestamp(long greatest) -> times(highest, new Value.Timestamp(Math.min(greatest, before)));
            case Value.Date(long greatest) -> times(highest,
                    new Value.Date(Math.min(greatest, Math.floorDiv(second.getEpochSecond(), SECONDS_PER_DAY) - 1)));
            case Value.Null _ -> new WatermarkBounds(Optional.empty(), Optional.empty(), List.of());
            case Value.Bool _, Value.Int64 _, Value.Float64 _, Value.Time _, Value.Text _, Value.Bytes _, Value.Decimal _, Value.Json _, Value.Uuid _, Value.Native _ ->
                    new WatermarkBounds(Optional.of(highest), Optional.of(highest), List.of());
        };
    }

    private static WatermarkBounds times(Value highest, Value settled) {
        return new WatermarkBounds(Optional.of(highest), Optional.of(settled), List.of(UNSEEN));
    }
}
