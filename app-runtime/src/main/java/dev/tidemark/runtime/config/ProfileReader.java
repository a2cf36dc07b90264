package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.runtime.config.Profile.OneWay;
import dev.tidemark.runtime.config.SettingsReader.Settings;
import dev.tidemark.runtime.config.TableRuleReader.Placed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a profile for one direction. */
final class ProfileReader {
    /**
     * What a profile says for its push: a pull takes these from its flags or its {@code pull:} block, or has the gentle ones
     * (correctness rule 2). Its tables are turned round.
     */
    static final Set<Setting> PUSH_ONLY = Set.of(Setting.MODE, Setting.FULL_REFRESH, Setting.CHANGES,
            Setting.DELETE_ORPHANS,
            Setting.MAX_DELETE, Setting.SCHEMA, Setting.TABLES);

    private static final Map<String, Boolean> SHARES = Map.of("auto", true, "off", false);

    private final Problems problems;
    private final Reader reader;
    private final Function<Tree, Optional<Connection>> connections;

    /**
     * @param connections finds the connection that a name stands for; reports it if there is none
     */
    ProfileReader(Problems problems, Function<Tree, Optional<Connection>> connections) {
        this.problems = problems;
        this.reader = new Reader(problems);
        this.connections = connections;
    }

    /**
     * @param overrides what beats the file, as it was written there
     * @return the profile, unless something is wrong with it
     */
    Optional<Profile> read(String name, Direction direction, Tree tree, Map<Setting, Tree> overrides) {
        Fields fields = reader.fields(tree, "a profile", Keys.PROFILE);
        Map<Setting, Tree> values = values(fields, direction);
        values.putAll(overrides);
        Optional<Connection> source = end(fields, "source");
        Optional<Connection> sink = end(fields, "sink")
                .flatMap(end -> Optional.ofNullable(values.get(Setting.SINK_SCHEMA))
                        .map(schema -> inSchema(end, schema)).orElse(Optional.of(end)));
        sink.ifPresent(end -> refuseManyFiles(fields, end));
        fields.get("schedule").ifPresent(schedule -> new ScheduleReader(reader).read(schedule));
        boolean shares = fields.get("share").flatMap(share -> reader.word(share, SHARES)).orElse(true);
        boolean push = direction == Direction.PUSH;
        Optional<Connection> to = push ? sink : source;
        Settings settings = new SettingsReader(reader, values, overrides.keySet(), to).read();
        Tables tables = tables(fields, direction, values, settings, push ? source : sink, to);
        source.filter(end -> !(end instanceof Connection.Sqlite))
                .ifPresent(_ -> refuseFileStem(fields, tables.all()));
        if (push && source.filter(ProfileReader::isManyFiles).isPresent()) {
            tables.rules().forEach(placed -> refuseDeletesOfOthers(placed, settings.orphans()));
        }
        if (!problems.isEmpty() || source.isEmpty() || sink.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Profile(name, direction, push ? source.get() : sink.get(), push ? sink.get() : source.get(),
                        tables.all(), tables.oneWay(), tables.types(), settings.orphans(), settings.schema(),
                        settings.analyze(), settings.pageSize(), settings.batchSize(), settings.parallelTables(),
                        settings.writers(),
                        settings.rejects(), settings.retry(), settings.checkpointAge(), shares));
    }

    /** The file's settings for the direction, without what holds for the other. */
    private Map<Setting, Tree> values(Fields fields, Direction direction) {
        Optional<Fields> pull = fields.get("pull").map(block -> reader.fields(block, "a pull block", Keys.PULL));
        Map<Setting, Tree> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            boolean holds = direction == Direction.PUSH || !PUSH_ONLY.contains(setting);
            Optional<Tree> forPull = pull.filter(_ -> direction == Direction.PULL)
                    .flatMap(block -> block.get(setting.key()));
            forPull.or(() -> holds ? fields.get(setting.key()) : Optional.empty())
                    .ifPresent(value -> values.put(setting, value));
        }
        return values;
    }

    /**
     * The rules as they hold for the direction.
     *
     * @param oneWay those that were turned round and cannot be
     */
    private record Tables(List<Placed> rules, List<OneWay> oneWay) {
        List<TableRule> all() {
            return rules.stream().map(Placed::rule).toList();
        }

        /** What the rules say of the types of columns, by the name in the store that is read; the first rule holds. */
        Map<String, Map<String, String>> types() {
            Map<String, Map<String, String>> types = new HashMap<>();
            rules.forEach(placed -> types.putIfAbsent(placed.rule().pattern(), placed.types()));
            return types;
        }
    }

    /** Rules of a pull block, or of a flag, are written for the pull; those of the profile are turned round. */
    private Tables tables(Fields fields, Direction direction, Map<Setting, Tree> values, Settings settings,
            Optional<Connection> from, Optional<Connection> to) {
        Optional<Tree> own = Optional.ofNullable(values.get(Setting.TABLES));
        if (direction == Direction.PUSH || own.isPresent()) {
            TableRuleReader reading = new TableRuleReader(reader, settings.tables(), to);
            return new Tables(own.map(reading::read).orElseGet(() -> reading.all(fields.place())), List.of());
        }
        TableRuleReader reading = new TableRuleReader(reader, ofPush(fields), to);
        List<Placed> pushed = fields.get(Setting.TABLES.key()).map(reading::read)
                .orElseGet(() -> reading.all(fields.place()));
        SyncMode mode = settings.tables().mode(Optional.empty());
        ChangeDetection changes = to.map(end -> settings.tables().changes(Optional.empty(), mode, end))
                .orElseGet(ChangeDetection.All::new);
        List<Placed> turned = new ArrayList<>();
        List<OneWay> oneWay = new ArrayList<>();
        for (Placed placed : pushed) {
            TableRule rule = TurnedRule.of(placed.rule(), mode, changes, conditions(from), conditions(to));
            turned.add(new Placed(placed.place(), rule, placed.types()));
            TurnedRule.obstacle(placed.rule())
                    .ifPresent(why -> oneWay.add(new OneWay(rule, placed.place().problem(why))));
        }
        return new Tables(turned, oneWay);
    }

    private static Conditions conditions(Optional<Connection> end) {
        return end.map(Conditions::of).orElse(Conditions.SQL);
    }

    /** What is wrong with the settings of the push is told by the push. */
    private TableChoice ofPush(Fields fields) {
        return new SettingsReader(new Reader(new Problems()), values(fields, Direction.PUSH), Set.of(),
                Optional.empty()).read().tables();
    }

    /** Correctness rule 3: without a slice of its own, each file would delete the rows of the others. */
    private void refuseDeletesOfOthers(Placed placed, OrphanPolicy orphans) {
        TableRule rule = placed.rule();
        boolean refreshes = rule.mode() instanceof SyncMode.FullRefresh;
        boolean deletes = refreshes || orphans instanceof OrphanPolicy.Delete;
        boolean own = rule.into().toString().contains(Configuration.FILE_STEM)
                || rule.constants().toString().contains(Configuration.FILE_STEM);
        if (deletes && !own) {
            problems.report(placed.place(), "the source is many files, so "
                    + (refreshes ? "a full refresh" : "delete-orphans")
                    + " would delete for each file the rows of the others; tell them apart with columns: { set: { file: \""
                    + Configuration.FILE_STEM + "\" } }");
        }
    }

    private Optional<Connection> end(Fields fields, String key) {
        if (fields.get(key).isEmpty()) {
            problems.report(fields.place(), "a profile needs a " + key + ": the name of a connection");
        }
        return fields.get(key).flatMap(connections);
    }

    private static boolean isManyFiles(Connection connection) {
        return connection instanceof Connection.Sqlite sqlite && sqlite.isGlob();
    }

    private void refuseManyFiles(Fields fields, Connection sink) {
        if (isManyFiles(sink)) {
            problems.report(fields.place(), "the sink is many files; only a source may have wildcards in its path");
        }
    }

    private void refuseFileStem(Fields fields, List<TableRule> rules) {
        boolean used = rules.stream().anyMatch(rule -> rule.toString().contains(Configuration.FILE_STEM));
        if (used) {
            problems.report(fields.place(), Configuration.FILE_STEM + " needs a source of type sqlite");
        }
    }

    private Optional<Connection> inSchema(Connection sink, Tree schema) {
        return reader.text(schema).flatMap(name -> switch (sink) {
            case Connection.Postgres postgres -> Optional.of(postgres.withSchema(name));
            case Connection.Supabase supabase -> Optional.of(supabase.withSchema(name));
            // So that changing the sink's line is all it takes; any other schema would be lost without a word.
            case Connection.Sqlite sqlite when name.equals("public") || name.equals("main") -> Optional.of(sqlite);
            case Connection.Sqlite _ -> {
                problems.report(schema.place(), "SQLite has no schemas; leave sink-schema out");
                yield Optional.<Connection>empty();
            }
        });
    }
}
