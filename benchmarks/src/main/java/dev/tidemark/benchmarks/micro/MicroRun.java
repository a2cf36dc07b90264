package dev.tidemark.benchmarks.micro;

import dev.tidemark.benchmarks.report.MicroResult;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all JMH benchmarks of this package. */
public final class MicroRun {
    private MicroRun() {
    }

    /**
     * @param scratch for files that they read
     * @param quick shows that they run, not how fast
     */
    public static List<MicroResult> all(Path scratch, boolean quick) {
        ChainedOptionsBuilder options = new OptionsBuilder().include(MicroRun.class.getPackageName() + "\\..*").forks(1)
                .jvmArgsAppend("-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-Dslf4j.internal.verbosity=ERROR",
                        "-Dbenchmarks.scratch=" + scratch);
        if (quick) {
            options = options.warmupIterations(1).warmupTime(TimeValue.milliseconds(50)).measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(50));
        }
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            return results.stream().map(MicroRun::result).toList();
        } catch (RunnerException e) {
            throw new IllegalStateException("the JMH benchmarks do not run", e);
        }
    }

    private static MicroResult result(RunResult result) {
        String name = result.getParams().getBenchmark();
        String parameters = result.getParams().getParamsKeys().stream().sorted()
                .map(key -> key + "=" + result.getParams().getParam(key)).collect(Collectors.joining(", "));
        double error = result.getPrimaryResult().getScoreError();
        return new MicroResult(name.substring(MicroRun.class.getPackageName().length() + 1), parameters,
                result.getPrimaryResult().getScore(), Double.isNaN(error) ? 0 : error,
                result.getPrimaryResult().getScoreUnit());
    }
}
