package dev.tidemark.runtime.config;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * When servers push a profile by themselves.
 *
 * @param cron minute, hour, day of the month, month and day of the week, as Unix writes them
 * @param zone where these are read; UTC unless it is said, so that it is the same on every server
 */
public record Schedule(String cron, ZoneId zone) {
    static final ZoneId DEFAULT_ZONE = ZoneOffset.UTC;
}
