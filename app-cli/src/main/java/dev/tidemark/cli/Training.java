package dev.tidemark.cli;

import dev.tidemark.cli.command.Surroundings;
import dev.tidemark.cli.demo.Chinook;
import dev.tidemark.runtime.DriverClasses;
import dev.tidemark.runtime.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the JVM watches when the launcher makes its AOT cache ({@code src/launcher/aot.sh}): the commands that people use, on
 * the demo's data, from SQLite to SQLite; and the {@link DriverClasses} besides. No server is needed, and nothing outside the folder that is given is touched.
 */
final class Training {
    /** What is over before it has begun; the launcher gives it a cache of its own. */
    private static final List<String> HELP = List.of("--help", "--version", "push --help", "pusj");

    /** The second push finds nothing to do, as most pushes do. */
    private static final List<String> SYNC = List.of("check shop", "plan shop", "push shop", "push shop --no-color",
            "push native",
            "push shop --changes digest", "push shop --output json", "verify shop", "pull shop", "status shop", "runs",
            "rejects list shop", "state show shop", "push nothing");

    private static final String CONFIGURATION = """
            state: sqlite:state.db
            connections:
              here: { type: sqlite, path: shop.db }
              there: { type: sqlite, path: copy.db }
              large: { type: sqlite, path: shop.db, driver: native }
            profiles:
              shop:
                source: here
                sink: there
                delete-orphans: true
              native:
                source: large
                sink: there
            """;

    private Training() {
    }

    /**
     * Trains.
     *
     * @param arguments {@code help} or {@code sync}, and an empty folder
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        if (arguments[0].equals("help")) {
            HELP.forEach(call -> run(folder, call.split(" ")));
            return;
        }
        Chinook.unpack(folder.resolve("shop.db"));
        Files.writeString(folder.resolve("tidemark.yml"), CONFIGURATION);
        SYNC.forEach(call -> run(folder, call.split(" ")));
        DriverClasses.load().forEach(name -> System.out.println("no class " + name));
    }

    private static void run(Path folder, String... arguments) {
        Surroundings surroundings = Main.surroundings(new Environment(Map.of(), folder));
        int exitCode = new Tidemark(surroundings).run(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        System.out.println(String.join(" ", arguments) + ": exit " + exitCode);
    }
}
