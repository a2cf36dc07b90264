package dev.tidemark.runtime.config;

import dev.tidemark.sqlite.driver.DriverChoice;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads connections, from a file or from a URI on the command line. */
final class ConnectionReader {
    private static final Map<String, Type> TYPES = Map.of("sqlite", Type.SQLITE, "postgres", Type.POSTGRES, "supabase",
            Type.SUPABASE);

    /** Beats what a connection says, as every variable of Tidemark's own does. */
    private static final String DRIVER = "TIDEMARK_SQLITE_DRIVER";
    private static final Map<String, DriverChoice> DRIVERS = Stream.of(DriverChoice.values())
            .collect(Collectors.toMap(DriverChoice::word, Function.identity()));

    private final Reader reader;
    private final Variables variables;
    private final PostgresReader postgres;
    private final SupabaseReader supabase;
    private final Path folder;

    private enum Type {
        SQLITE, POSTGRES, SUPABASE
    }

    /**
     * @param folder what relative paths start from
     */
    ConnectionReader(Problems problems, Variables variables, Path folder) {
        this.reader = new Reader(problems);
        this.variables = variables;
        this.postgres = new PostgresReader(reader, variables);
        this.supabase = new SupabaseReader(reader, variables);
        this.folder = folder;
    }

    Optional<Connection> read(String name, Tree tree) {
        return type(tree).flatMap(type -> switch (type) {
            case SQLITE -> sqlite(name, reader.fields(tree, "a sqlite connection", Keys.SQLITE));
            case POSTGRES -> postgres.read(name, reader.fields(tree, "a postgres connection", Keys.POSTGRES));
            case SUPABASE -> supabase.read(name, reader.fields(tree, "a supabase connection", Keys.SUPABASE));
        });
    }

    /** An end as it is given on the command line: a file, {@code sqlite:FILE}, or an address of PostgreSQL or Supabase. */
    Optional<Connection> read(String name, Place place, String uri) {
        if (PostgresReader.isMeant(uri)) {
            return postgres.read(name, place, uri);
        }
        if (SupabaseReader.isMeant(uri)) {
            return supabase.read(name, place, uri);
        }
        String path = uri.replaceFirst("^(jdbc:)?sqlite:(//(?=/))?", "");
        if (path.isBlank() || path.matches("[a-z][a-z0-9+.:-]*://.*")) {
            reader.problems().report(place,
                    "expected a SQLite file, sqlite:FILE, postgresql://user@host:5432/database or https://ref.supabase.co");
            return Optional.empty();
        }
        return sqlite(name, place, path, Optional.empty());
    }

    private Optional<Type> type(Tree tree) {
        if (!(tree instanceof Tree.Mapping mapping)) {
            reader.wrong(tree, "a connection with its keys, such as { type: sqlite, path: shop.db }", "");
            return Optional.empty();
        }
        Optional<Tree> type = mapping.entries()
                .stream()
                .filter(entry -> entry.key().text().equals("type"))
                .map(Tree.Entry::value)
                .findFirst();
        if (type.isEmpty()) {
            reader.problems().report(tree.place(), "a connection needs a type: sqlite, postgres or supabase");
        }
        return type.flatMap(word -> reader.word(word, TYPES));
    }

    private Optional<Connection> sqlite(String name, Fields fields) {
        Optional<Tree> path = fields.get("path");
        if (path.isEmpty()) {
            reader.problems().report(fields.place(), "a sqlite connection needs a path");
        }
        return path.flatMap(tree -> reader.text(tree)
                .flatMap(text -> sqlite(name, tree.place(), text, fields.get("driver"))));
    }

    private Optional<Connection> sqlite(String name, Place place, String path, Optional<Tree> configured) {
        Optional<Tree> driver = variables.get(DRIVER).<Tree>map(word -> Tree.Scalar.of(Place.of(DRIVER), word))
                .or(() -> configured);
        DriverChoice choice = driver.flatMap(word -> reader.word(word, DRIVERS)).orElse(DriverChoice.AUTO);
        try {
            return Optional.of(new Connection.Sqlite(name, folder.resolve(path).toAbsolutePath().normalize(), choice));
        } catch (InvalidPathException _) {
            reader.problems().report(place, "not a path of a file");
            return Optional.empty();
        }
    }
}
