package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.Direction;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The connections and profiles that the user wrote, and where Tidemark remembers. Immutable. */
public final class Configuration {
    /** Looked for in the working directory when nothing else is said. */
    public static final String DEFAULT_FILE = "tidemark.yml";

    /** Stands for the part of a file's name before its last dot, where a connection reads many files. */
    public static final String FILE_STEM = "${file.stem}";

    private static final String DEFAULT_STATE = ".tidemark/state.db";

    private final Variables variables;
    private final Path folder;
    private final Optional<Tree> state;
    private final Map<String, Connections.Entry> connections;
    private final Map<String, Tree> profiles;

    Configuration(Variables variables, Path folder, Optional<Tree> state, Map<String, Connections.Entry> connections,
            Map<String, Tree> profiles) {
        this.variables = variables;
        this.folder = folder;
        this.state = state;
        this.connections = connections;
        this.profiles = profiles;
    }

    /**
     * Reads the file given, else the one that {@code TIDEMARK_CONFIG} names, else {@code tidemark.yml} in the working
     * directory.
     *
     * @throws ConfigurationException if it is missing, or with everything that is wrong in it
     */
    public static Configuration load(Optional<Path> explicit, Environment environment) {
        Path given = explicit.or(() -> environment.get("TIDEMARK_CONFIG").map(Path::of)).orElse(Path.of(DEFAULT_FILE));
        Path file = environment.workingDirectory().resolve(given).toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw ConfigurationException.of(given.toString(),
                    "there is no such file; name one with --config, or give both ends with --from and --to");
        }
        Path folder = Objects.requireNonNull(file.getParent(), "a file lies in a folder");
        return new ConfigurationReader(given.toString(), folder, Variables.of(environment, folder))
                .read(text(file, given));
    }

    private static String text(Path file, Path given) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException _) {
            throw ConfigurationException.of(given.toString(), "is not UTF-8");
        } catch (IOException e) {
            throw ConfigurationException.of(given.toString(), "cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /**
     * A configuration without a file: one profile between two ends, such as {@code shop.db}, {@code sqlite:shop.db} or
     * {@code postgresql://host/shop}. Its name is always the same for the same two ends, so that the next call goes on where
     * this one stopped.
     *
     * @param tables names or patterns; empty for all
     */
    public static Configuration adHoc(String from, String to, List<String> tables, Environment environment) {
        Path folder = environment.workingDirectory();
        Variables variables = Variables.of(environment, folder);
        Problems problems = new Problems();
        ConnectionReader reader = new ConnectionReader(problems, variables, folder);
        Optional<Connection> source = reader.read("from", Place.of("--from"), from);
        Optional<Connection> sink = reader.read("to", Place.of("--to"), to);
        problems.throwAny();
        return AdHoc.configuration(source.orElseThrow(), sink.orElseThrow(), tables, variables, folder);
    }

    /** The profiles by name, in the order of the file. */
    public List<String> profileNames() {
        return List.copyOf(profiles.keySet());
    }

    /** The only profile, or a problem that names the choice. */
    public String soleProfile() {
        if (profiles.size() == 1) {
            return profileNames().getFirst();
        }
        throw ConfigurationException.of("", profiles.isEmpty()
                ? "the configuration has no profile"
                : "which profile? There are " + String.join(", ", profiles.keySet()));
    }

    /**
     * The profile as a call runs it: the overrides beat the environment, which beats the file.
     *
     * @throws ConfigurationException with everything that is wrong with it, unset variables of its connections included
     */
    public Profile profile(String name, Direction direction, Overrides overrides) {
        Tree tree = profiles.get(name);
        if (tree == null) {
            String hint = NearestWord.hint(name, profiles.keySet());
            String known = profiles.isEmpty() ? ""
                    : (hint.isEmpty() ? "." : "") + " There are: " + String.join(", ", profiles.keySet());
            throw ConfigurationException.of("", "there is no profile '" + name + "'" + hint + known);
        }
        Problems problems = new Problems();
        ProfileReader reader = new ProfileReader(problems, end -> new Connections(connections, problems).use(end));
        Optional<Profile> profile = reader.read(name, direction, tree, overriding(overrides, direction));
        problems.throwAny();
        return profile.orElseThrow();
    }

    /** A pull is gentle: variables, which outlive a call, make it less so as little as the profile does. */
    private Map<Setting, Tree> overriding(Overrides overrides, Direction direction) {
        Map<Setting, Tree> trees = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (direction == Direction.PULL && ProfileReader.PUSH_ONLY.contains(setting)) {
                continue;
            }
            variables.get(setting.variable())
                    .ifPresent(value -> trees.put(setting, override(setting.variable(), value)));
        }
        overrides.values().forEach((setting, value) -> trees.put(setting, override(setting.flag(), value)));
        return trees;
    }

    /** Read as the file would be, so that {@code TIDEMARK_RETRY='{ attempts: 5 }'} works; what is no YAML is a plain text. */
    private static Tree override(String where, String value) {
        if (!value.startsWith("{") && !value.startsWith("[")) {
            return Tree.Scalar.of(Place.of(where), value);
        }
        return new TreeReader(where, Placeholders.NONE).read(value)
                .orElseGet(() -> Tree.Scalar.of(Place.of(where), value));
    }

    /** Where Tidemark remembers: {@code .tidemark/state.db} beside the file, unless it says otherwise. */
    public StateLocation state() {
        Problems problems = new Problems();
        Optional<StateLocation> location = state.isEmpty()
                ? Optional.of(new StateLocation.File(folder.resolve(DEFAULT_STATE)))
                : new Connections(connections, problems).state(state.get(), folder);
        problems.throwAny();
        return location.orElseThrow();
    }

    /** When servers push the profile by themselves; empty if they do not, and for a profile that nobody wrote down. */
    public Optional<Schedule> schedule(String profile) {
        Problems unread = new Problems();
        return Optional.ofNullable(profiles.get(profile))
                .flatMap(tree -> Fields.read(tree, "a profile", Keys.PROFILE, unread).get("schedule"))
                .flatMap(new ScheduleReader(new Reader(unread))::read);
    }

    /** The path of the profile's source, if it stands for many files; empty as well for a profile that nobody wrote down. */
    public Optional<Path> filesOf(String profile) {
        return Optional.ofNullable(profiles.get(profile))
                .flatMap(tree -> Fields.read(tree, "a profile", Keys.PROFILE, new Problems()).get("source"))
                .flatMap(new Connections(connections, new Problems())::use)
                .flatMap(connection -> connection instanceof Connection.Sqlite sqlite && sqlite.isGlob()
                        ? Optional.of(sqlite.path())
                        : Optional.empty());
    }
}
