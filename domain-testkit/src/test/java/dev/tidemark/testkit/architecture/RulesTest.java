package dev.tidemark.testkit.architecture;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that cannot fail proves nothing: each is shown a package that breaks it. */
final class RulesTest {
    private static final String BROKEN = "dev.tidemark.testkit.architecture.broken";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(BROKEN);

    static Stream<ArchitectureRule> rules() {
        return Stream.of(Rules.onlyTheBaseModule(BROKEN), Rules.inOrder(BROKEN, List.of("first", "second")),
                Rules.noCycles(BROKEN), Rules.ofOursOnly(BROKEN + ".first", List.of()), Rules.noClockAndNoSleep(BROKEN),
                Rules.noOutput(BROKEN), Rules.constructorInjection(BROKEN),
                Rules.noFrontend(BROKEN, "java.util.logging.."),
                Rules.telling(BROKEN));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void failsOnTheFixtureAndSaysWhatToDo(ArchitectureRule rule) {
        AssertionError broken = assertThrows(AssertionError.class, () -> rule.check(CLASSES));
        assertTrue(broken.toString().contains("because"), broken::toString);
    }

    @Test
    void failsWhereAPackageThatItNamesIsEmpty() {
        ArchitectureRule rule = Rules.inOrder(BROKEN, List.of("first", "third"));
        AssertionError empty = assertThrows(AssertionError.class, () -> rule.check(CLASSES));
        assertTrue(empty.toString().contains(BROKEN + ".third, which holds no class"), empty::toString);
    }
}
