package dev.tidemark.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds connections by name; what is wrong with one comes out when it is used. */
final class Connections {
    private final Map<String, Entry> entries;
    private final Problems problems;

    Connections(Map<String, Entry> entries, Problems problems) {
        this.entries = entries;
        this.problems = problems;
    }

    /**
     * @param connection empty if something stands against using it
     * @param whenUsed what stands against it
     */
    record Entry(Optional<Connection> connection, List<Problem> whenUsed) {
    }

    /** The connection that the name stands for. */
    Optional<Connection> use(Tree name) {
        return new Reader(problems).text(name).flatMap(text -> use(name.place(), text));
    }

    private Optional<Connection> use(Place place, String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            problems.report(place, "there is no connection '" + name + "'" + NearestWord.hint(name, entries.keySet()));
            return Optional.empty();
        }
        problems.addWhenUsed(entry.whenUsed());
        return entry.connection();
    }

    /** {@code sqlite:FILE}, or the name of a PostgreSQL connection, with or without {@code postgres:} before it. */
    Optional<StateLocation> state(Tree tree, Path folder) {
        Optional<String> text = new Reader(problems).text(tree);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().startsWith("sqlite:")) {
            return Optional.of(new StateLocation.File(folder.resolve(text.get().substring("sqlite:".length()))));
        }
        return use(tree.place(), text.get().replaceFirst("^postgres:", "")).flatMap(connection -> switch (connection) {
            case Connection.Postgres postgres -> Optional.of(new StateLocation.Database(postgres));
            case Connection.Sqlite _, Connection.Supabase _ -> {
                problems.report(tree.place(), "state is sqlite:FILE, or the name of a postgres connection");
                yield Optional.<StateLocation>empty();
            }
        });
    }
}
