package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a profile says about its tables. */
final class TableRuleReader {
    private static final Map<String, TimeEncoding> TIMES = Map.of("natural", TimeEncoding.NATURAL, "epoch-seconds",
            TimeEncoding.EPOCH_SECONDS, "epoch-millis", TimeEncoding.EPOCH_MILLIS, "epoch-micros",
            TimeEncoding.EPOCH_MICROS,
            "julian-day", TimeEncoding.JULIAN_DAY);
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private final Reader reader;
    private final Words words;
    private final SyncMode mode;
    private final ChangeDetection changes;

    /**
     * @param mode for tables that say none
     * @param changes for tables that say none
     */
    TableRuleReader(Reader reader, SyncMode mode, ChangeDetection changes) {
        this.reader = reader;
        this.words = new Words(reader);
        this.mode = mode;
        this.changes = changes;
    }

    /** {@code all}, one name or pattern, or a list of names, patterns and rules. */
    List<TableRule> read(Tree tree) {
        if (tree instanceof Tree.Scalar) {
            return reader.text(tree).map(word -> List.of(rule(word.equals("all") ? "*" : word))).orElse(List.of());
        }
        List<TableRule> rules = new ArrayList<>();
        for (Tree item : reader.items(tree, "all, or a list of tables")) {
            (item instanceof Tree.Mapping ? rule(item) : reader.text(item).map(this::rule)).ifPresent(rules::add);
        }
        if (tree instanceof Tree.Sequence(Place place, List<Tree> items) && items.isEmpty()) {
            reader.problems().report(place, "the list of tables is empty; leave it out, or say all");
        }
        return rules;
    }

    List<TableRule> all() {
        return List.of(rule("*"));
    }

    private TableRule rule(String pattern) {
        return new TableRule(pattern, Optional.empty(), List.of(), List.of(), Map.of(), Optional.empty(), mode, changes,
                Map.of());
    }

    private Optional<TableRule> rule(Tree item) {
        Fields fields = reader.fields(item, "a table", Keys.TABLE);
        for (String key : List.of("order", "limit", "snapshot", "sink-where")) {
            fields.get(key).ifPresent(
                    tree -> reader.problems().reportWhenUsed(tree.place(), "'" + key + "' is not in this version yet"));
        }
        Optional<Fields> columns = fields.get("columns").map(tree -> reader.fields(tree, "columns", Keys.COLUMNS));
        Optional<String> name = fields.get("name").flatMap(reader::text);
        Optional<TableName> into = fields.get("into").flatMap(reader::text).map(TableName::new);
        if (fields.get("name").isEmpty()) {
            reader.problems().report(fields.place(), "a table needs a name");
        }
        if (into.isPresent() && name.filter(TableRuleReader::isPattern).isPresent()) {
            reader.problems().report(fields.place(), "'into' needs a table with a name of its own, not a pattern");
        }
        TableRule rule = new TableRule(name.orElse("*"), into, fields.get("key").map(this::key).orElse(List.of()),
                columns.flatMap(all -> all.get("exclude")).map(reader::texts).orElse(List.of()),
                columns.flatMap(all -> all.get("set")).map(this::constants).orElse(Map.of()),
                fields.get("where").flatMap(reader::text), fields.get("mode").flatMap(words::mode).orElse(mode),
                fields.get("changes").flatMap(words::changes).orElse(changes),
                columns.flatMap(all -> all.get("times")).map(this::times).orElse(Map.of()));
        return name.map(_ -> rule);
    }

    static boolean isPattern(String name) {
        return name.contains("*") || name.contains("?");
    }

    private List<String> key(Tree tree) {
        return tree instanceof Tree.Scalar ? reader.text(tree).map(List::of).orElse(List.of()) : reader.texts(tree);
    }

    private Map<String, TimeEncoding> times(Tree tree) {
        Map<String, TimeEncoding> times = new LinkedHashMap<>();
        Fields.named(tree, "times", reader.problems())
                .forEach((column, word) -> reader.word(word, TIMES).ifPresent(encoding -> times.put(column, encoding)));
        return times;
    }

    private Map<String, Value> constants(Tree tree) {
        Map<String, Value> constants = new LinkedHashMap<>();
        Fields.named(tree, "columns to set", reader.problems()).forEach((column, value) -> reader
                .scalar(value, "a value; a column that is part of the key cannot be empty")
                .ifPresent(scalar -> constants.put(column, constant(scalar))));
        return constants;
    }

    /** The value that the scalar is in YAML 1.2: text in quotes is text, digits are a number. */
    private static Value constant(Tree.Scalar scalar) {
        String text = scalar.text();
        if (scalar.style() == Tree.Style.QUOTED) {
            return new Value.Text(text);
        }
        if (text.equals("true") || text.equals("false")) {
            return new Value.Bool(text.equals("true"));
        }
        if (text.matches("[-+]?[0-9]+")) {
            BigInteger number = new BigInteger(text);
            boolean fits = number.compareTo(LEAST) >= 0 && number.compareTo(MOST) <= 0;
            return fits ? new Value.Int64(number.longValue()) : new Value.Decimal(number.toString());
        }
        if (text.matches("[-+]?[0-9]+\\.[0-9]+")) {
            return new Value.Decimal(new BigDecimal(text).toPlainString());
        }
        return new Value.Text(text);
    }
}
