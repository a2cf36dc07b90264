package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.plan.TimeEncoding;
import dev.tidemark.domain.plan.Top;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads what a profile says about its tables. */
final class TableRuleReader {
    private static final Map<String, TimeEncoding> TIMES = Map.of("natural", TimeEncoding.NATURAL, "epoch-seconds",
            TimeEncoding.EPOCH_SECONDS, "epoch-millis", TimeEncoding.EPOCH_MILLIS, "epoch-micros",
            TimeEncoding.EPOCH_MICROS,
            "julian-day", TimeEncoding.JULIAN_DAY);
    private static final Pattern TYPE = Pattern.compile("[\\p{L}_\"][\\p{L}\\p{N}_$\" .,()\\[\\]-]*");
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private final Reader reader;
    private final Words words;
    private final TableChoice choice;
    private final Optional<Connection> to;

    /**
     * @param choice what holds for tables that say nothing of their mode and their changes
     * @param to where the rows go; empty if there is no such connection, so that the rules are only checked
     */
    TableRuleReader(Reader reader, TableChoice choice, Optional<Connection> to) {
        this.reader = reader;
        this.words = new Words(reader);
        this.choice = choice;
        this.to = to;
    }

    /**
     * A rule, and where it was written.
     *
     * @param types of columns, as PostgreSQL calls them, for a store that does not tell them
     */
    record Placed(Place place, TableRule rule, Map<String, String> types) {
        Placed {
            // In the order written: a new table has its columns so.
            types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        }
    }

    /** {@code all}, one name or pattern, or a list of names, patterns and rules. */
    List<Placed> read(Tree tree) {
        if (tree instanceof Tree.Scalar) {
            return reader.text(tree).map(word -> List.of(rule(tree.place(), word.equals("all") ? "*" : word)))
                    .orElse(List.of());
        }
        List<Placed> rules = new ArrayList<>();
        for (Tree item : reader.items(tree, "all, or a list of tables")) {
            (item instanceof Tree.Mapping ? rule(item) : reader.text(item).map(name -> rule(item.place(), name)))
                    .ifPresent(rules::add);
        }
        if (tree instanceof Tree.Sequence(Place place, List<Tree> items) && items.isEmpty()) {
            reader.problems().report(place, "the list of tables is empty; leave it out, or say all");
        }
        return rules;
    }

    /**
     * @param place of the profile that says nothing of its tables
     */
    List<Placed> all(Place place) {
        return List.of(rule(place, "*"));
    }

    private Placed rule(Place place, String pattern) {
        SyncMode mode = choice.mode(Optional.empty());
        return new Placed(place, new TableRule(pattern, Optional.empty(), List.of(), List.of(), Map.of(),
                Optional.empty(), mode, changes(Optional.empty(), mode), Map.of()), Map.of());
    }

    private ChangeDetection changes(Optional<Changes> ofTable, SyncMode mode) {
        return to.map(sink -> choice.changes(ofTable, mode, sink)).orElseGet(ChangeDetection.All::new);
    }

    private Optional<Placed> rule(Tree item) {
        Fields fields = reader.fields(item, "a table", Keys.TABLE);
        Optional<Fields> columns = fields.get("columns").map(tree -> reader.fields(tree, "columns", Keys.COLUMNS));
        Optional<String> name = fields.get("name").flatMap(reader::text);
        Optional<TableName> into = fields.get("into").flatMap(reader::text).map(TableName::new);
        if (fields.get("name").isEmpty()) {
            reader.problems().report(fields.place(), "a table needs a name");
        }
        if (into.isPresent() && name.filter(TableRuleReader::isPattern).isPresent()) {
            reader.problems().report(fields.place(), "'into' needs a table with a name of its own, not a pattern");
        }
        SyncMode mode = choice.mode(mode(fields));
        TableRule rule = new TableRule(name.orElse("*"), into, fields.get("key").map(this::key).orElse(List.of()),
                columns.flatMap(all -> all.get("exclude")).map(reader::texts).orElse(List.of()),
                columns.flatMap(all -> all.get("set")).map(this::constants).orElse(Map.of()),
                fields.get("where").flatMap(reader::text), mode,
                changes(fields.get("changes").flatMap(words::changes), mode),
                columns.flatMap(all -> all.get("times")).map(this::times).orElse(Map.of()), top(fields),
                fields.get("sink-where").flatMap(reader::text));
        Optional<Tree> types = columns.flatMap(all -> all.get("types"));
        if (types.isPresent() && name.filter(TableRuleReader::isPattern).isPresent()) {
            reader.problems().report(types.get().place(),
                    "'types' needs a table with a name of its own, not a pattern");
        }
        Map<String, String> known = types.map(this::types).orElse(Map.of());
        return name.map(_ -> new Placed(fields.place(), rule, known));
    }

    /** Who says how snapshots are stamped wants snapshots. */
    private Optional<SyncMode> mode(Fields fields) {
        Optional<SyncMode> mode = fields.get("mode").flatMap(words::mode);
        Optional<SyncMode> snapshot = fields.get("snapshot").flatMap(words::snapshot);
        if (snapshot.isPresent() && mode.filter(other -> !(other instanceof SyncMode.Snapshot)).isPresent()) {
            reader.problems().report(fields.place(),
                    "'snapshot' goes with mode: snapshot, not with mode: " + mode.get().word());
        }
        return snapshot.or(() -> mode);
    }

    private Optional<Top> top(Fields fields) {
        Optional<String> order = fields.get("order").flatMap(reader::text);
        if (fields.get("order").isPresent() && fields.get("limit").isEmpty()) {
            reader.problems().report(fields.place(),
                    "'order' goes with a limit; without one all rows are sent, whatever their order");
        }
        OptionalInt limit = fields.get("limit").map(reader::positive).orElse(OptionalInt.empty());
        return limit.isPresent() ? Optional.of(new Top(order, limit.getAsInt())) : Optional.empty();
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

    private Map<String, String> types(Tree tree) {
        Map<String, String> types = new LinkedHashMap<>();
        Fields.named(tree, "types", reader.problems()).forEach((column, type) -> reader.text(type).ifPresent(name -> {
            if (TYPE.matcher(name).matches()) {
                types.put(column, name);
            } else {
                reader.wrong(type, "a type of PostgreSQL, such as bigint or numeric(10,2)", "");
            }
        }));
        return types;
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
