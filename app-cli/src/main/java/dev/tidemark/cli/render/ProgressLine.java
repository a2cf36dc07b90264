package dev.tidemark.cli.render;

import java.time.Duration;
import java.util.Locale;

/**
 * How far a table has come, as one line: {@code Syncing orders: 7,000/15,928 (44%) ETA 3s}.
 *
 * @param doing what is done with the table
 * @param table the table
 * @param before rows that an earlier run of the same pass brought over
 * @param read rows read in this run
 * @param total rows that the source holds; negative while unknown
 * @param elapsed time since this run began with the table
 */
public record ProgressLine(Doing doing, String table, long before, long read, long total, Duration elapsed) {

    /** Less than this says nothing about the rest. */
    private static final Duration SETTLED = Duration.ofMillis(500);

    /** What is done with a table. */
    public enum Doing {
        SYNCING, PLANNING, VERIFYING;

        String word() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    public String text() {
        long done = before + read;
        if (total < 0) {
            return doing.word() + " " + table + ": " + Amounts.count(done, "row", "rows");
        }
        // The source may have grown since it was measured; a share above 100 % would only confuse.
        long whole = Math.max(total, done);
        // Rounded, but 100 only when nothing is left.
        long percent = done == whole ? 100 : Math.min(99, Math.round(done * 100.0 / whole));
        return doing.word() + " " + table + ": " + Amounts.count(done) + "/" + Amounts.count(whole) + " (" + percent
                + "%)"
                + eta(whole - done);
    }

    /** The text cut to the width of a terminal, so that a live line never wraps. */
    public String text(int width) {
        String text = text();
        return text.length() < width ? text : text.substring(0, Math.max(0, width - 2)) + "…";
    }

    private String eta(long left) {
        if (left == 0 || read == 0 || elapsed.compareTo(SETTLED) < 0) {
            return "";
        }
        return " ETA " + Amounts.left(Duration.ofNanos((long) Math.ceil((double) elapsed.toNanos() * left / read)));
    }
}
