package dev.tidemark.cli.start;

import io.micronaut.core.io.service.SoftServiceLoader.Optimizations;
import io.micronaut.core.io.service.SoftServiceLoader.StaticDefinition;
import io.micronaut.core.io.service.SoftServiceLoader.StaticServiceLoader;
import io.micronaut.core.optim.StaticOptimizations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells Micronaut which beans and introspections there are, out of a list in this program: those that the state's repositories
 * may need. By itself it opens every library and makes an object of each that it finds, two thirds of them for servers and
 * other databases: a seventh of a short run's processor time. This is where Micronaut's own build tool would put what it
 * finds; the list is held against the libraries by a test.
 */
public final class ListedBeans implements StaticOptimizations.Loader<Optimizations> {
    static final String LIST = "/start/beans.txt";

    @Override
    public Optimizations load() {
        Map<String, StaticServiceLoader<?>> services = new HashMap<>();
        read().forEach((service, names) -> services.put(service, new Listed<>(names)));
        return new Optimizations(services);
    }

    /** The names of the classes by the service that they are found for: a line without an indent, then lines with one. */
    static Map<String, List<String>> read() {
        try (InputStream list = ListedBeans.class.getResourceAsStream(LIST)) {
            if (list == null) {
                throw new IOException("this build lacks " + LIST);
            }
            Map<String, List<String>> names = new HashMap<>();
            List<String> current = new ArrayList<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(" ")) {
                    current.add(line.substring(1));
                } else if (!line.startsWith("#")) {
                    current = new ArrayList<>();
                    names.put(line, current);
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Listed<S>(List<String> names) implements StaticServiceLoader<S> {
        private static final MethodType NO_ARGUMENTS = MethodType.methodType(void.class);

        @Override
        public Stream<StaticDefinition<S>> findAll(Predicate<String> condition) {
            return names.stream().filter(condition).map(name -> StaticDefinition.of(name, () -> made(name)));
        }

        @Override
        public List<S> load(@Nullable Predicate<S> condition) {
            List<S> all = new ArrayList<>(names.size());
            for (String name : names) {
                S service = made(name);
                if (condition == null || condition.test(service)) {
                    all.add(service);
                }
            }
            return all;
        }

        @SuppressWarnings("unchecked")
        private static <S> S made(String name) {
            try {
                Class<?> type = Class.forName(name, false, ListedBeans.class.getClassLoader());
                return (S) MethodHandles.publicLookup().findConstructor(type, NO_ARGUMENTS).invoke();
            } catch (Throwable e) {
                throw new IllegalStateException("cannot make " + name + ", which " + LIST + " names", e);
            }
        }
    }
}
