package dev.tidemark.cli.render;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Moments as people read them. */
public final class Times {
    private static final DateTimeFormatter TO_THE_SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private Times() {
    }

    /** In the zone of the machine, such as {@code 2026-01-02 03:04:05}. */
    public static String local(Instant moment) {
        return TO_THE_SECOND.format(moment.atZone(ZoneId.systemDefault()));
    }
}
