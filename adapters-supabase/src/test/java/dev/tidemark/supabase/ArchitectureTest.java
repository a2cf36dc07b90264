package dev.tidemark.supabase;

import dev.tidemark.testkit.architecture.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> architecture() {
        return ModuleRules.ofAdapter("dev.tidemark.supabase");
    }
}
