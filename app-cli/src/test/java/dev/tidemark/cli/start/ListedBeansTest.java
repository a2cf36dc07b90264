package dev.tidemark.cli.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micronaut.core.beans.BeanIntrospectionReference;
import io.micronaut.core.io.service.MicronautMetaServiceLoaderUtils;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.inject.BeanDefinitionReference;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The list is what the libraries bring, without what no repository of the state asks for. */
final class ListedBeansTest {
    private static final Path FOUND = Path.of("target", "beans.txt");

    private static final String ADVICE = ": copy " + FOUND + " over src/main/resources" + ListedBeans.LIST;

    /** Servers, schedulers, databases that we do not speak to, and repositories that answer later. */
    private static final List<String> LEFT_OUT = List.of("io.micronaut.data.intercept.async",
            "io.micronaut.data.intercept.reactive", "io.micronaut.data.model.",
            "io.micronaut.data.runtime.intercept.async", "io.micronaut.data.runtime.intercept.criteria",
            "io.micronaut.data.runtime.intercept.reactive", "io.micronaut.data.runtime.multitenancy",
            "io.micronaut.discovery", "io.micronaut.health", "io.micronaut.http", "io.micronaut.json",
            "io.micronaut.logging", "io.micronaut.retry", "io.micronaut.runtime.", "io.micronaut.scheduling");

    @Test
    void theListIsWhatTheLibrariesBring() throws IOException {
        List<String> found = new ArrayList<>();
        found.add("# What ListedBeans tells Micronaut. ListedBeansTest writes it to target/beans.txt.");
        for (Class<?> service : List.of(BeanIntrospectionReference.class, BeanConfiguration.class,
                BeanDefinitionReference.class)) {
            found.add(service.getName());
            MicronautMetaServiceLoaderUtils
                    .findMicronautMetaServiceEntries(ListedBeans.class.getClassLoader(), service.getName()).stream()
                    .filter(name -> LEFT_OUT.stream().noneMatch(name::startsWith))
                    .filter(ListedBeansTest::isPresent).sorted().map(name -> " " + name).forEach(found::add);
        }
        Files.write(FOUND, found);

        List<String> listed = listed();
        assertEquals(List.of(), difference(found, listed), () -> "not in the list" + ADVICE);
        assertEquals(List.of(), difference(listed, found), () -> "no longer there" + ADVICE);
        assertEquals(found, listed, () -> "in another order" + ADVICE);
    }

    private static List<String> listed() throws IOException {
        try (InputStream list = Objects.requireNonNull(ListedBeans.class.getResourceAsStream(ListedBeans.LIST))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<String> difference(List<String> all, List<String> without) {
        return all.stream().filter(line -> !without.contains(line)).toList();
    }

    /** Some are for libraries that are not there, and cannot be made. */
    private static boolean isPresent(String name) {
        try {
            Class<?> type = Class.forName(name, false, ListedBeans.class.getClassLoader());
            return switch (MethodHandles.publicLookup().findConstructor(type, MethodType.methodType(void.class))
                    .invoke()) {
                case BeanDefinitionReference<?> bean -> bean.isPresent();
                case BeanIntrospectionReference<?> introspection -> introspection.isPresent();
                default -> true;
            };
        } catch (Throwable _) {
            return false;
        }
    }
}
