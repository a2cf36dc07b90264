package dev.tidemark.benchmarks.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolTest {
    private static final Path FILE = Path.of("tools", "some-tool");

    @Test
    void readsItsHead() {
        Tool tool = Tool.parse(FILE, List.of("#!/bin/sh", "#: title Some tool, 1,000 rows", "#: cases one two",
                "#: cases three", "#: rows one=2000 two=10", "#: empty two", "#: prepare one",
                "#: tables three=a,b", "#: values doubles cut", "set -eu"));
        assertEquals("some-tool", tool.name());
        assertEquals("Some tool, 1,000 rows", tool.title());
        assertEquals(Set.of("one", "two", "three"), tool.cases());
        assertEquals(2_000, tool.rowsOf("one", 5_000));
        assertEquals(5_000, tool.rowsOf("three", 5_000));
        assertEquals(Set.of("two"), tool.empty());
        assertEquals(Set.of("one"), tool.prepares());
        assertEquals(List.of("a", "b"), tool.tablesOf("three", List.of("c")));
        assertEquals(List.of("c"), tool.tablesOf("one", List.of("c")));
        assertEquals("doubles cut", tool.values());
    }

    @Test
    void oneNumberOfRowsIsForAllCases() {
        Tool tool = Tool.parse(FILE, List.of("#: title T", "#: cases one", "#: rows 100"));
        assertEquals(100, tool.rowsOf("one", 5_000));
        assertEquals(50, tool.rowsOf("one", 50));
    }

    @Test
    void aWordThatIsNotKnownIsAnError() {
        assertThrows(IllegalArgumentException.class,
                () -> Tool.parse(FILE, List.of("#: title T", "#: cases one", "#: row 100")));
    }

    @Test
    void saysItsTitleAndItsCases() {
        assertThrows(IllegalArgumentException.class, () -> Tool.parse(FILE, List.of("#: cases one")));
        assertThrows(IllegalArgumentException.class, () -> Tool.parse(FILE, List.of("#: title T")));
    }
}
