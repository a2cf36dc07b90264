package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.Lookback;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Reads parts of a {@link Tree} as what they should be. Every method answers empty after having reported what is wrong. */
final class Reader {
    private final Problems problems;

    Reader(Problems problems) {
        this.problems = problems;
    }

    Problems problems() {
        return problems;
    }

    /** The mapping's values by known key. */
    Fields fields(Tree tree, String what, Set<String> known) {
        return Fields.read(tree, what, known, problems);
    }

    /** The text with its placeholders filled in; never empty. */
    Optional<String> text(Tree tree) {
        return scalar(tree, "a text").map(Tree.Scalar::text);
    }

    OptionalInt positive(Tree tree) {
        return scalar(tree, "a whole number above 0")
                .flatMap(scalar -> parsed(scalar, "a whole number above 0", text -> {
                    int number = Integer.parseInt(text);
                    return number > 0 ? Optional.of(number) : Optional.empty();
                })).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    Optional<Boolean> flag(Tree tree) {
        return word(tree, Map.of("true", true, "false", false));
    }

    /** A whole number with its unit, such as {@code 500ms}, {@code 1s}, {@code 10m}, {@code 2h} or {@code 7d}. */
    Optional<Duration> duration(Tree tree) {
        return scalar(tree, Durations.FORM).flatMap(scalar -> parsed(scalar, Durations.FORM, Durations::parse));
    }

    /** A number of rows, or a share such as {@code 10%}. */
    Optional<Amount> amount(Tree tree) {
        String wanted = "a number of rows, or a share from 0% to 100%";
        return scalar(tree, wanted).flatMap(scalar -> parsed(scalar, wanted, text -> {
            if (!text.endsWith("%")) {
                long rows = Long.parseLong(text);
                return rows >= 0 ? Optional.of(new Amount.Rows(rows)) : Optional.empty();
            }
            double percent = Double.parseDouble(text.substring(0, text.length() - 1).strip());
            return percent >= 0 && percent <= 100 ? Optional.of(new Amount.Percent(percent)) : Optional.empty();
        }));
    }

    /** How far before a watermark to begin: a duration for times, a bare number for numbers. */
    Optional<Lookback> lookback(Tree tree) {
        String wanted = "a duration such as 10m for times, or a number for numbers";
        return scalar(tree, wanted).flatMap(scalar -> parsed(scalar, wanted, text -> {
            Optional<Duration> duration = Durations.parse(text);
            if (duration.isPresent()) {
                return duration.map(Lookback.OfTime::new);
            }
            BigDecimal number = new BigDecimal(text);
            return number.signum() >= 0 ? Optional.of(new Lookback.OfNumber(number)) : Optional.empty();
        }));
    }

    /** One of a few words. */
    <T> Optional<T> word(Tree tree, Map<String, T> meanings) {
        List<String> words = meanings.keySet().stream().sorted().toList();
        String wanted = words.size() == 1 ? words.getFirst() : "one of " + String.join(", ", words);
        return scalar(tree, wanted).flatMap(scalar -> {
            Optional<T> meaning = Optional.ofNullable(meanings.get(scalar.text()));
            if (meaning.isEmpty()) {
                wrong(scalar, wanted, NearestWord.hint(scalar.text(), words));
            }
            return meaning;
        });
    }

    /** A list of texts. */
    List<String> texts(Tree tree) {
        List<String> texts = new ArrayList<>();
        items(tree, "a list of names").forEach(item -> text(item).ifPresent(texts::add));
        return texts;
    }

    List<Tree> items(Tree tree, String wanted) {
        if (tree instanceof Tree.Sequence sequence) {
            return sequence.items();
        }
        wrong(tree, wanted, "");
        return List.of();
    }

    /** The scalar, unless it is empty, is no scalar, or names a variable that nobody set. */
    Optional<Tree.Scalar> scalar(Tree tree, String wanted) {
        if (!(tree instanceof Tree.Scalar scalar) || scalar.isEmpty()) {
            wrong(tree, wanted, "");
            return Optional.empty();
        }
        for (String name : scalar.unset()) {
            problems.reportWhenUsed(scalar.place(), "the variable " + name + " is not set");
        }
        if (scalar.unset().isEmpty() && scalar.text().isEmpty()) {
            wrong(tree, wanted, "");
            return Optional.empty();
        }
        return scalar.unset().isEmpty() ? Optional.of(scalar) : Optional.empty();
    }

    void wrong(Tree tree, String wanted, String hint) {
        problems.report(tree.place(), "expected " + wanted + ", found " + tree.kind() + hint);
    }

    private <T> Optional<T> parsed(Tree.Scalar scalar, String wanted, Function<String, Optional<T>> parse) {
        Optional<T> value;
        try {
            value = parse.apply(scalar.text().strip());
        } catch (NumberFormatException _) {
            value = Optional.empty();
        }
        if (value.isEmpty()) {
            wrong(scalar, wanted, "");
        }
        return value;
    }
}
