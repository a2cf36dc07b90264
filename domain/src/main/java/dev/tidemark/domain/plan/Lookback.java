package dev.tidemark.domain.plan;

import java.math.BigDecimal;
import java.time.Duration;

/** How far before the last watermark a run begins to read, for rows that were committed late. */
public sealed interface Lookback {

    /** For columns that hold times. */
    record OfTime(Duration duration) implements Lookback {
        /** What is usual for times; numbers have none. */
        public static final OfTime DEFAULT = new OfTime(Duration.ofMinutes(10));
    }

    /** For columns that hold numbers. */
    record OfNumber(BigDecimal number) implements Lookback {
    }
}
