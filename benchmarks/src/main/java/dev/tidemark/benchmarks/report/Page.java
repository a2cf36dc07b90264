package dev.tidemark.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** docs/benchmarks.md: the template beside this class, filled in from the results and from nothing else. */
public final class Page {
    private static final String TEMPLATE = "page.md";
    private static final double MEGABYTE = 1 << 20;

    private final Results results;

    private Page(Results results) {
        this.results = results;
    }

    /** The page as text. */
    public static String of(Results results) {
        Page page = new Page(results);
        Map<String, String> parts = Map.of("warning", page.warning(), "goals", page.goals(), "run", page.run(), "noise",
                page.noise(), "settings", page.settings(), "cases", page.cases(), "micro", page.micro(), "missing",
                page.missing());
        String text = template();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            text = text.replace("${" + part.getKey() + "}", part.getValue());
        }
        return text;
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(TEMPLATE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String warning() {
        return results.quick() ? "**A quick run: few rows, and nothing here says anything about speed.**\n\n" : "";
    }

    private String goals() {
        List<String> lines = new ArrayList<>(List.of("| goal | limit | measured | |", "|---|---|---|---|"));
        int reached = 0;
        int missed = 0;
        for (Goal goal : Goals.ALL) {
            Optional<Double> number = goal.measured().in(results);
            String verdict = "not measured";
            if (number.isPresent()) {
                boolean good = goal.reached(number.get());
                reached += good ? 1 : 0;
                missed += good ? 0 : 1;
                verdict = good ? "reached" : "**missed**" + by(goal, number.get());
            }
            lines.add("| " + cell(goal.what()) + " | " + (goal.atMost() ? "<= " : ">= ") + number(goal.limit())
                    + unit(goal) + " | " + number.map(value -> number(value) + unit(goal)).orElse("-") + " | " + verdict
                    + " |");
        }
        return reached + " reached, " + missed + " missed, " + (Goals.ALL.size() - reached - missed)
                + " not measured in this run.\n\n" + String.join("\n", lines);
    }

    private static String by(Goal goal, double number) {
        if (goal.limit() == 0) {
            return "";
        }
        double share = goal.atMost() ? number / goal.limit() - 1 : 1 - number / goal.limit();
        return " by " + Math.max(1, Math.round(share * 100)) + " %";
    }

    private static String unit(Goal goal) {
        return goal.unit().equals("x") ? "x" : goal.unit();
    }

    private String run() {
        List<String> lines = new ArrayList<>(List.of("| | |", "|---|---|"));
        lines.add("| begun | " + results.startedAt() + ", took " + Math.round(results.seconds() / 60) + " min, "
                + results.rounds() + " rounds where a case does not say otherwise |");
        results.machine().forEach((name, value) -> lines.add("| " + name + " | " + cell(value) + " |"));
        versions().forEach((version, tools) -> lines
                .add("| " + cell(String.join(", ", tools)) + " | " + cell(version) + " |"));
        return String.join("\n", lines);
    }

    /** Tools of one version stand in one line. */
    private Map<String, List<String>> versions() {
        return results.versions().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .collect(Collectors.groupingBy(Map.Entry::getValue, java.util.LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    }

    private String noise() {
        List<Run> runs = results.cases().stream().flatMap(one -> one.contenders().stream())
                .flatMap(one -> one.runs().stream()).filter(run -> run.wall() >= 0.5).toList();
        if (runs.isEmpty()) {
            return "nothing was measured";
        }
        Summary noise = Summary.of(runs, Run::noise);
        long loud = runs.stream().filter(run -> run.noise() > 0.08).count();
        return "median " + percent(noise.median()) + ", most " + percent(noise.most()) + "; " + loud + " of "
                + runs.size() + " runs of half a second or more stayed over the limit";
    }

    private String settings() {
        return results.settings().entrySet().stream().map(entry -> "`" + entry.getKey() + "=" + entry.getValue() + "`")
                .sorted().collect(Collectors.joining(", "));
    }

    private String cases() {
        StringJoiner all = new StringJoiner("\n");
        for (CaseResult one : results.cases()) {
            all.add(table(one));
        }
        return all.toString();
    }

    private static String table(CaseResult one) {
        Optional<Double> reference = one.of(one.reference()).map(ContenderResult::secondsPerRow);
        List<String> lines = new ArrayList<>(List.of("### " + one.title(), "",
                "`" + one.name() + "`, commit " + one.commit() + ", run of " + one.startedAt() + ", " + one.runs()
                        + " runs each"
                        + (one.changed() > 0 ? ", " + count(one.changed()) + " rows changed, new or gone" : ""),
                "",
                "| | wall s | x | client s | server s | peak MB | WAL MB | written | values |",
                "|---|---|---|---|---|---|---|---|---|"));
        one.contenders().stream().filter(contender -> !contender.runs().isEmpty())
                .sorted(Comparator.comparingDouble(ContenderResult::secondsPerRow))
                .forEach(contender -> lines.add(line(contender, reference)));
        List<ContenderResult> failed = one.contenders().stream().filter(contender -> !contender.failure().isEmpty())
                .toList();
        if (!failed.isEmpty()) {
            lines.add("");
            failed.forEach(contender -> lines
                    .add("- `" + contender.tool() + "` failed: " + cell(contender.failure())));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(ContenderResult one, Optional<Double> reference) {
        Summary wall = Summary.of(one.runs(), Run::wall);
        String title = cell(one.title()) + (one.all() ? "" : " (" + count(one.rows()) + " rows)");
        Summary written = Summary.of(one.runs(), run -> run.inserted() + run.updated() + run.deleted());
        return "| " + String.join(" | ", one.tool().startsWith("tidemark") ? "**" + title + "**" : title,
                seconds(wall.median()) + "<br>" + seconds(wall.least()) + "-" + seconds(wall.most()),
                reference.map(base -> number(one.secondsPerRow() / base)).orElse("-"),
                seconds(Summary.of(one.runs(), Run::clientCpu).median()),
                seconds(Summary.of(one.runs(), Run::serverCpu).median()),
                Long.toString(Math.round(Summary.of(one.runs(), Run::peakRss).most() / MEGABYTE)),
                number(Summary.of(one.runs(), Run::wal).median() / MEGABYTE),
                written.least() < 0 ? "-" : count(Math.round(written.median())),
                one.values().isEmpty() ? "exact" : cell(one.values())) + " |";
    }

    private String micro() {
        if (results.micro().isEmpty()) {
            return "";
        }
        List<String> lines = new ArrayList<>(List.of("## The hot loops", "", "JMH, one thread.", "",
                "| benchmark | | score | error | |", "|---|---|---|---|---|"));
        results.micro().stream().sorted(Comparator.comparing(MicroResult::benchmark)
                .thenComparing(MicroResult::parameters))
                .forEach(one -> lines.add("| " + String.join(" | ", "`" + one.benchmark() + "`", cell(one.parameters()),
                        number(one.score()), number(one.error()), one.unit()) + " |"));
        return String.join("\n", lines) + "\n";
    }

    private String missing() {
        return results.missing().isEmpty()
                ? "Nothing: every tool of `benchmarks/tools` took part."
                : results.missing().entrySet().stream().sorted(Map.Entry.comparingByKey())
                        .map(entry -> "- `" + entry.getKey() + "`: " + cell(entry.getValue()))
                        .collect(Collectors.joining("\n"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 1 ? "%.3f" : "%.2f", seconds);
    }

    /** Three digits that matter. */
    static String number(double number) {
        double size = Math.abs(number);
        if (number == Math.rint(number)) {
            return String.format(Locale.ROOT, "%,.0f", number);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f",
                number);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
