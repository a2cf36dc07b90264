package dev.tidemark.runtime;

import dev.tidemark.testkit.architecture.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> architecture() {
        return ModuleRules.ofRuntime("dev.tidemark.runtime", "dev.tidemark.sqlite", "dev.tidemark.postgres",
                "dev.tidemark.supabase");
    }
}
