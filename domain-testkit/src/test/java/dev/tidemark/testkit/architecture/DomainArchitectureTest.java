package dev.tidemark.testkit.architecture;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Here and not in the domain, because the testkit depends on it and not the other way round. */
final class DomainArchitectureTest {

    @TestFactory
    Stream<DynamicTest> architecture() {
        return ModuleRules.ofDomain();
    }
}
