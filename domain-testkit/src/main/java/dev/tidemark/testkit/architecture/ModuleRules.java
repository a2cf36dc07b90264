package dev.tidemark.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rules of each kind of module, as tests for a {@code @TestFactory}. The argument is the module's own package; its
 * classes are read from the class path, tests left out.
 */
public final class ModuleRules {
    private static final String DOMAIN = "dev.tidemark.domain";
    private static final String[] FRONTENDS = {"picocli..", "io.micronaut.http.server..",
            "io.micronaut.http.annotation.."};

    private ModuleRules() {
    }

    /** The core: the JDK's base module only, and packages in one order. */
    public static Stream<DynamicTest> ofDomain() {
        return tests(DOMAIN, List.of(Rules.onlyTheBaseModule(DOMAIN),
                Rules.inOrder(DOMAIN, List.of("schema", "row", "position", "plan", "port", "event", "engine")),
                Rules.noCycles(DOMAIN), Rules.noClockAndNoSleep(DOMAIN), Rules.noOutput(DOMAIN),
                Rules.telling(DOMAIN)));
    }

    /** An adapter: it knows the core and its own store. */
    public static Stream<DynamicTest> ofAdapter(String own) {
        return tests(own, List.of(Rules.ofOursOnly(own, List.of(DOMAIN)), Rules.noFrontend(own, FRONTENDS),
                Rules.noOutput(own), Rules.constructorInjection(own), Rules.telling(own)));
    }

    /** The composition root: it knows the core and every adapter, and no frontend. */
    public static Stream<DynamicTest> ofRuntime(String own, String... adapters) {
        return tests(own, List.of(
                Rules.ofOursOnly(own, Stream.concat(Stream.of(DOMAIN), Stream.of(adapters)).toList()),
                Rules.noFrontend(own, FRONTENDS), Rules.noOutput(own), Rules.constructorInjection(own),
                Rules.noCycles(own),
                Rules.telling(own)));
    }

    /** A frontend: it knows the runtime and the core, and no adapter. */
    public static Stream<DynamicTest> ofFrontend(String own) {
        return tests(own, List.of(Rules.ofOursOnly(own, List.of(DOMAIN, "dev.tidemark.runtime")),
                Rules.constructorInjection(own), Rules.telling(own)));
    }

    private static Stream<DynamicTest> tests(String own, List<ArchitectureRule> rules) {
        JavaClasses classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(own);
        return rules.stream().map(rule -> DynamicTest.dynamicTest(rule.name(), () -> rule.check(classes)));
    }
}
