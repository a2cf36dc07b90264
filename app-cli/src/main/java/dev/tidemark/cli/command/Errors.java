package dev.tidemark.cli.command;

import dev.tidemark.cli.command.GlobalOptions.Format;
import dev.tidemark.cli.render.Style;
import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.ProfileRunningException;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Problem;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells on standard error what went wrong: what was being done, what the store said, what to do next. */
public final class Errors {
    private final PrintWriter err;
    private final Style style;
    private final GlobalOptions options;

    Errors(PrintWriter err, Style style, GlobalOptions options) {
        this.err = err;
        this.style = style;
        this.options = options;
    }

    /** A few lines for a person; the stack trace only with {@code --debug}. */
    public void show(Throwable thrown) {
        switch (thrown) {
            case ConfigurationException wrong -> wrong.problems().stream().map(Problem::text).forEach(this::line);
            case ProfileRunningException running -> line(message(running));
            case StoreException failed -> {
                line(message(failed) + (failed.code().isEmpty() || message(failed).contains(failed.code())
                        ? "" : " [" + failed.code() + "]"));
                advice(failed.advice());
            }
            default -> {
                line("this should not happen: " + thrown);
                if (!options.debug()) {
                    advice("Run it again with --debug for the details, and report them.");
                }
            }
        }
        if (options.debug()) {
            trace(thrown);
        }
    }

    /** What a run says of itself, or of one of its tables. */
    void show(String subject, Failure failure) {
        line((subject.isEmpty() ? "" : subject + ": ") + failure.message());
        advice(failure.advice());
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message;
    }

    private void line(String text) {
        if (options.logFormat() == Format.JSON) {
            log().error(text);
            return;
        }
        err.println(style.bad("error: ") + text);
        err.flush();
    }

    private void advice(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (options.logFormat() == Format.JSON) {
            log().warn(text);
            return;
        }
        text.lines().forEach(line -> err.println("  " + line));
        err.flush();
    }

    private void trace(Throwable thrown) {
        if (options.logFormat() == Format.JSON) {
            log().debug("stack trace", thrown);
            return;
        }
        thrown.printStackTrace(err);
        err.flush();
    }

    /** Made late, so that {@link dev.tidemark.cli.log.LogSettings} come first and a call that logs nothing never loads the logging library. */
    private static Logger log() {
        return LoggerFactory.getLogger("dev.tidemark.cli");
    }
}
