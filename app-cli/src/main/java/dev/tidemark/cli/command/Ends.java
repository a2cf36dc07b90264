package dev.tidemark.cli.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Two stores named on the command line in place of a profile. */
final class Ends {
    @Option(names = "--from", paramLabel = "URI",
            description = "Without a configuration: where to read, such as sqlite:shop.db or postgresql://host/shop.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "URI", description = "Without a configuration: where to write.")
    private @Nullable String to;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean given() {
        return from != null && to != null;
    }

    String from() {
        return Objects.requireNonNull(from);
    }

    String to() {
        return Objects.requireNonNull(to);
    }

    /** Refuses half a pair, and a pair beside a profile. */
    void check(@Nullable String profile) {
        if ((from == null) != (to == null)) {
            throw new ParameterException(spec.commandLine(),
                    (from == null ? "--to wants --from" : "--from wants --to") + " beside it");
        }
        if (given() && profile != null) {
            throw new ParameterException(spec.commandLine(),
                    "either the profile '" + profile + "' or --from and --to, not both");
        }
    }

    /** The arguments that name these ends in a further command, or the profile's name. */
    String again(String profile) {
        return given() ? "--from ... --to ..." : profile;
    }
}
