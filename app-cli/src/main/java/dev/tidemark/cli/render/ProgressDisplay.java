package dev.tidemark.cli.render;

import dev.tidemark.cli.render.ProgressLine.Doing;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shows on standard error how a run goes on. On a terminal the lines stay in place and are drawn anew several times a
 * second; elsewhere each is written as a line of its own every few seconds. Trouble and warnings are written once, above
 * the lines in place. Thread-safe.
 */
public final class ProgressDisplay implements SyncListener, AutoCloseable {
    /** Slow enough for a terminal over a slow line, quick enough to look alive. */
    private static final Duration LIVE_PERIOD = Duration.ofMillis(150);
    private static final Duration PLAIN_PERIOD = Duration.ofSeconds(3);
    private static final int USUAL_WIDTH = 80;
    private static final int MOST_LINES = 8;
    private static final String UP_AND_CLEAR = "\033[1A\r\033[2K";

    private final ProgressBoard board;
    private final PrintWriter err;
    private final Manner manner;
    private final Style style;
    private final int width;
    private final ScheduledExecutorService timer;
    private int drawn;
    private boolean closed;

    private ProgressDisplay(ProgressBoard board, PrintWriter err, Manner manner, Style style, int width) {
        this.board = board;
        this.err = err;
        this.manner = manner;
        this.style = style;
        this.width = width;
        timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("progress").factory());
    }

    /** Starts to show; ends with {@link #close}. */
    public static ProgressDisplay open(Doing doing, PrintWriter err, Manner manner, Style style,
            Map<String, String> environment) {
        ProgressBoard board = new ProgressBoard(doing, System::nanoTime);
        ProgressDisplay display = new ProgressDisplay(board, err, manner, style, widthOf(environment));
        switch (manner) {
            case LIVE -> display.every(LIVE_PERIOD);
            case LINES -> display.every(PLAIN_PERIOD);
            case NONE -> {
            }
        }
        return display;
    }

    private void every(Duration period) {
        // A future nobody asks: drawing throws nothing, for PrintWriter keeps its errors to itself.
        var _ = timer.scheduleAtFixedRate(this::draw, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How a run's progress is shown. */
    public enum Manner {
        /** In place, on a terminal. */
        LIVE,
        /** A line every few seconds. */
        LINES,
        /** Warnings only. */
        NONE
    }

    @Override
    public void on(SyncEvent event) {
        board.note(event);
        switch (event) {
            case SyncEvent.Warned warned ->
                    write(style.careful("warning: ") + about(warned.table()) + warned.warning());
            case SyncEvent.Retrying retrying -> {
                if (manner != Manner.NONE) {
                    write(about(retrying.table()) + retrying.trouble() + "; trying again in "
                            + Amounts.took(retrying.delay()) + " (try " + (retrying.attempt() + 1) + ")");
                }
            }
            case SyncEvent.RunStarted _, SyncEvent.TableStarted _, SyncEvent.TableMeasured _, SyncEvent.PageRead _, SyncEvent.BatchApplied _, SyncEvent.TableEnded _, SyncEvent.Failed _ ->
                    {
                    }
        }
    }

    private static String about(String table) {
        return table.isEmpty() ? "" : table + ": ";
    }

    /** Writes a line above the lines in place. */
    public synchronized void write(String line) {
        err.print(erase());
        err.println(line);
        err.flush();
    }

    private synchronized void draw() {
        if (closed) {
            return;
        }
        List<ProgressLine> lines = board.lines();
        if (manner == Manner.LINES) {
            lines.forEach(line -> err.println(line.text()));
            err.flush();
            return;
        }
        StringBuilder screen = new StringBuilder(erase());
        // More lines than a small terminal has would scroll, and moving up would then miss them.
        List<ProgressLine> shown = lines.subList(0, Math.min(lines.size(), MOST_LINES));
        shown.forEach(line -> screen.append(line.text(width)).append('\n'));
        drawn = shown.size();
        err.print(screen);
        err.flush();
    }

    private String erase() {
        String erased = UP_AND_CLEAR.repeat(drawn);
        drawn = 0;
        return erased;
    }

    private static int widthOf(Map<String, String> environment) {
        try {
            int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            return columns > 20 ? columns : USUAL_WIDTH;
        } catch (NumberFormatException _) {
            return USUAL_WIDTH;
        }
    }

    /** Takes the lines in place away. */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            closed = true;
            err.print(erase());
            err.flush();
        }
    }
}
