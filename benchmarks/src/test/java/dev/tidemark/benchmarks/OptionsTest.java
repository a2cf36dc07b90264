package dev.tidemark.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void fiveRoundsOfEverythingIsWhatNobodyNeedsToAskFor() {
        assertEquals(new Options(List.of(), List.of(), 5, false, false, false, false, false,
                false), Options.parse());
    }

    @Test
    void namesOfCasesEndAtTheNextOption() {
        Options options = Options.parse("--case", "first-load", "chain", "--tool", "psql-copy", "--rounds", "3",
                "--keep");
        assertEquals(List.of("first-load", "chain"), options.cases());
        assertEquals(List.of("psql-copy"), options.tools());
        assertEquals(3, options.rounds());
        assertTrue(options.keep());
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--fast"));
        assertThrows(IllegalArgumentException.class, () -> Options.parse("first-load"));
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--rounds", "0"));
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--rounds"));
    }
}
