package dev.tidemark.cli.command;

import dev.tidemark.runtime.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line are written as in the configuration. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String word) {
        return Durations.parse(word)
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is not " + Durations.FORM));
    }
}
