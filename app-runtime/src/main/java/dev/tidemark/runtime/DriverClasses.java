package dev.tidemark.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes that a run with PostgreSQL or Supabase needs, by name, for the training of an AOT cache, which has no server to
 * connect to. The list is made by {@code src/launcher/record-classes}.
 */
public final class DriverClasses {

    private DriverClasses() {
    }

    /**
     * Loads them.
     *
     * @return names that are no more, which only means that the cache lacks something
     */
    public static List<String> load() throws IOException {
        List<String> missing = new ArrayList<>();
        try (InputStream list = DriverClasses.class.getResourceAsStream("/training/classes.txt")) {
            if (list == null) {
                throw new IOException("this build lacks its list of classes");
            }
            new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8)).lines()
                    .filter(line -> !line.startsWith("#") && !isLoadable(line))
                    .forEach(missing::add);
        }
        return missing;
    }

    private static boolean isLoadable(String name) {
        try {
            Class<?> _ = Class.forName(name, false, DriverClasses.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }
}
