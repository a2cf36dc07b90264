package dev.tidemark.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The connections and profiles that the user wrote, and where Tidemark remembers. Immutable. */
public final class Configuration {

    private Configuration() {
    }

    /**
     * Reads the file given, else the one that {@code TIDEMARK_CONFIG} names, else {@code tidemark.yml} in the working
     * directory.
     *
     * @throws ConfigurationException if it is missing, or with everything that is wrong in it
     */
    public static Configuration load(Optional<Path> explicit, Environment environment) {
        return new Configuration();
    }

    /**
     * A configuration without a file: one profile between two ends, such as {@code shop.db}, {@code sqlite:shop.db} or
     * {@code postgresql://host/shop}. Its name is always the same for the same two ends, so that the next call goes on where
     * this one stopped.
     *
     * @param tables names or patterns; empty for all
     */
    public static Configuration adHoc(String from, String to, List<String> tables, Environment environment) {
        return new Configuration();
    }

    /** The profiles by name, in the order of the file. */
    public List<String> profileNames() {
        return List.of();
    }

    /** The only profile, or a problem that names the choice. */
    public String soleProfile() {
        throw ConfigurationException.of("", "there is no profile");
    }
}
