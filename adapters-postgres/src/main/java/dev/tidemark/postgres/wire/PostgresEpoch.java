package dev.tidemark.postgres.wire;

import dev.tidemark.domain.row.IsoText;

/**
 * The distance between PostgreSQL's epoch, 2000-01-01, and that of slots, 1970-01-01, and the range of its times.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/include/datatype/timestamp.h">timestamp.h</a>
 */
final class PostgresEpoch {
    static final long DAYS = 10_957;
    static final long MICROS_PER_DAY = 86_400_000_000L;
    static final long MICROS = DAYS * MICROS_PER_DAY;
    /** 4714-11-24 BC, Julian day 0, in days since 1970. */
    static final long FIRST_DAY = -2_440_588;
    /** DATE_END_JULIAN, the first day that no date can be, in days since 1970. */
    static final long END_DAY = 2_147_483_494L + FIRST_DAY;
    /** MIN_TIMESTAMP in microseconds since 1970; its end, in the year 294277, lies beyond a slot. */
    static final long FIRST_MICROS = FIRST_DAY * MICROS_PER_DAY;

    private PostgresEpoch() {
    }

    static boolean isInfinite(long slot) {
        return slot == IsoText.INFINITY || slot == IsoText.NEGATIVE_INFINITY;
    }

    static boolean isDate(long slot) {
        return isInfinite(slot) || slot >= FIRST_DAY && slot < END_DAY;
    }

    static boolean isTimestamp(long slot) {
        return isInfinite(slot) || slot >= FIRST_MICROS;
    }

    /** What COPY carries for the slot of a timestamp. */
    static long toWireMicros(long slot) {
        return isInfinite(slot) ? slot : slot - MICROS;
    }
}
