package dev.tidemark.runtime;

import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.OrphanPolicy;
import dev.tidemark.domain.plan.SyncMode;
import dev.tidemark.domain.plan.SyncPlan;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.domain.row.Value;
import dev.tidemark.domain.schema.TableName;
import dev.tidemark.runtime.config.Conditions;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Connection.Sqlite;
import dev.tidemark.runtime.config.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Splits a profile into legs: one, or one for every file that its SQLite source stands for (correctness rule 3). */
final class Legs {

    private Legs() {
    }

    /**
     * @throws StoreException.Denied if no file matches
     * @throws ConfigurationException if two files would delete each other's rows
     */
    static List<Leg> of(Profile profile, SyncPlan plan) {
        return switch (profile.source()) {
            case Sqlite source when source.isGlob() -> ofEachFile(profile, plan, source);
            case Sqlite source ->
                    List.of(leg("", profile, withFile(plan, profile, profile.name(), source.path()), source));
            case Connection.Postgres source -> List.of(leg("", profile, plan, source));
            case Connection.Supabase source -> List.of(leg("", profile, plan, source));
        };
    }

    private static List<Leg> ofEachFile(Profile profile, SyncPlan plan, Sqlite source) {
        FileSet set = new FileSet(source.path());
        List<Leg> legs = new ArrayList<>();
        for (Path file : set.files()) {
            String name = set.nameOf(file);
            legs.add(leg(name, profile, withFile(plan, profile, scope(profile.name(), name), file),
                    source.withPath(file)));
        }
        refuseOneNameForTwo(profile, set);
        if (legs.isEmpty()) {
            throw new StoreException.Denied("no SQLite file matches " + source.path(), "",
                    "look at the path of the connection " + source.name(), null);
        }
        return legs;
    }

    /** Two files of one name would own one slice of the sink, and each would delete the rows of the other. */
    private static void refuseOneNameForTwo(Profile profile, FileSet set) {
        boolean deletes = profile.orphans() instanceof OrphanPolicy.Delete
                || profile.rules().stream().anyMatch(rule -> rule.mode() instanceof SyncMode.FullRefresh);
        Map<String, Path> stems = new HashMap<>();
        for (Path file : profile.direction() == Direction.PUSH && deletes ? set.files() : List.<Path>of()) {
            Path other = stems.putIfAbsent(FileSet.stem(file), file);
            if (other != null) {
                throw ConfigurationException.of("", "push " + profile.name() + ": " + set.nameOf(other) + " and "
                        + set.nameOf(file) + " have one name, so each would delete the rows of the other; give one of"
                        + " them another name, or run without deletes");
            }
        }
    }

    private static Leg leg(String file, Profile profile, SyncPlan plan, Connection source) {
        boolean push = profile.direction() == Direction.PUSH;
        return Composition.leg(file, plan, push ? source : profile.from(), push ? profile.to() : source, profile);
    }

    /**
     * The name under which the state keeps what belongs to one file of many: positions and rejects of two files that fill one
     * table are never mistaken for each other.
     */
    private static String scope(String profile, String file) {
        return profile + "/" + file;
    }

    /** The names under which the state keeps what belongs to the profile: its own, and those of its files. */
    static List<String> scopes(Configuration configuration, String profile) {
        List<String> scopes = new ArrayList<>(List.of(profile));
        configuration.filesOf(profile).map(FileSet::new).ifPresent(
                set -> set.files().forEach(file -> scopes.add(scope(profile, set.nameOf(file)))));
        return scopes;
    }

    /** The plan for one file: <code>${file.stem}</code> is its name from here on. */
    private static SyncPlan withFile(SyncPlan plan, Profile profile, String scope, Path file) {
        String stem = FileSet.stem(file);
        List<TableRule> rules = plan.rules().stream().map(rule -> filled(rule, profile, stem)).toList();
        return plan.of(scope, rules);
    }

    private static TableRule filled(TableRule rule, Profile profile, String stem) {
        String read = Conditions.of(profile.from()).within(stem);
        String written = Conditions.of(profile.to()).within(stem);
        Map<String, Value> constants = new HashMap<>();
        rule.constants().forEach((column, value) -> constants.put(column,
                value instanceof Value.Text(String text) ? new Value.Text(filled(text, stem)) : value));
        // In a condition the name stands inside a quoted text, and may hold a quote itself.
        return new TableRule(rule.pattern(), rule.into().map(table -> new TableName(filled(table.name(), stem))),
                rule.key(),
                rule.excluded(), constants, rule.where().map(where -> filled(where, read)),
                rule.mode(),
                rule.changes(), rule.times(), rule.top(),
                rule.sinkWhere().map(where -> filled(where, written)));
    }

    private static String filled(String text, String stem) {
        return text.replace(Configuration.FILE_STEM, stem);
    }
}
