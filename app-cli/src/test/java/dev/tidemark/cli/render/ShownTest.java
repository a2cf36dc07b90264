package dev.tidemark.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ShownTest {

    @Test
    void aLongValueIsCutBetweenLettersAndItsLengthTold() {
        assertEquals("🌊".repeat(60), Shown.value("🌊".repeat(60)));
        assertEquals("🌊".repeat(60) + "... (1,234 characters)", Shown.value("🌊".repeat(1_234)));
    }

    @Test
    void whereTwoLongValuesDifferIsAlwaysShown() {
        String one = "a".repeat(500) + "🌊" + "b".repeat(500);
        String other = "a".repeat(500) + "🌋" + "b".repeat(500);
        assertEquals("..." + "a".repeat(20) + "🌊" + "b".repeat(39) + "... (1,001 characters)",
                Shown.value(one, other));
        assertEquals("..." + "a".repeat(20) + " (500 characters)", Shown.value("a".repeat(500), one));
        assertEquals("short", Shown.value("short", "shorter"));
    }

    @Test
    void aValueCannotSteerTheTerminal() {
        assertEquals("a\\nb\\tc\\u001b[2J\\u202e é", Shown.value("a\nb\tc\u001b[2J\u202e é"));
        assertEquals("''", Shown.value(""));
    }
}
