package dev.tidemark.cli.command;

import dev.tidemark.cli.command.GlobalOptions.Format;
import dev.tidemark.cli.log.LogSettings;
import dev.tidemark.cli.render.ProgressDisplay;
import dev.tidemark.cli.render.ProgressDisplay.Manner;
import dev.tidemark.cli.render.ProgressLine.Doing;
import dev.tidemark.cli.render.Style;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.log.EventLog;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One call of the program: its options, its streams, and the configuration that it works on. */
public final class Session {
    private final Surroundings surroundings;
    private final GlobalOptions options;

    /** What draws on standard error now; whoever writes there must go through it, or its lines break. */
    private final AtomicReference<@Nullable ProgressDisplay> drawing = new AtomicReference<>();

    public Session(Surroundings surroundings, GlobalOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /** Once the options are known and before anything is done with them: the first logger made fixes how logs look. */
    public void begin() {
        new LogSettings(options.debug(), options.logFormat() == Format.JSON).apply();
    }

    /** The profiles of the file. */
    Syncs open() {
        return Syncs.open(Configuration.load(options.config(), surroundings.environment()));
    }

    /** The profiles of the file, or the one between two ends that were named instead. */
    Syncs open(Ends ends, List<String> tables) {
        return ends.given()
                ? Syncs.open(Configuration.adHoc(ends.from(), ends.to(), tables, surroundings.environment()))
                : open();
    }

    Surroundings surroundings() {
        return surroundings;
    }

    PrintWriter out() {
        return surroundings.out();
    }

    Style style() {
        return Style.of(surroundings.terminal(), options.noColor(), surroundings.environment().variables());
    }

    /** Where a person or a machine is told what went wrong. */
    public Errors errors() {
        return new Errors(surroundings.err(), style(), options);
    }

    /** Tells something on standard error that is no result and no error. */
    void tell(String line) {
        if (options.logFormat() == Format.JSON) {
            return;
        }
        ProgressDisplay display = drawing.get();
        if (display == null) {
            surroundings.err().println(line);
            surroundings.err().flush();
        } else {
            display.write(line);
        }
    }

    /** Shows or logs a run's events until it is closed. */
    RunEvents events(Doing doing) {
        if (options.debug() || options.logFormat() == Format.JSON) {
            return new RunEvents(new EventLog(), () -> {
            });
        }
        ProgressDisplay display = ProgressDisplay.open(doing, surroundings.err(), manner(), style(),
                surroundings.environment().variables());
        drawing.set(display);
        return new RunEvents(display, () -> {
            drawing.set(null);
            display.close();
        });
    }

    private Manner manner() {
        if (options.quiet()) {
            return Manner.NONE;
        }
        boolean capable = surroundings.terminal() && !"dumb".equals(surroundings.environment().variables().get("TERM"));
        return capable ? Manner.LIVE : Manner.LINES;
    }
}
