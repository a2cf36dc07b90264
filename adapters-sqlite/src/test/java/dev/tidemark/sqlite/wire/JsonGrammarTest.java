package dev.tidemark.sqlite.wire;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonGrammarTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", " [ ] ", "0", "-0.5e+10", "\"\"", "\"\\u00e9\\n\"",
            "{\"a\":[1,{\"b\":null}],\"c\":true}", "\"日本\"", "false"})
    void jsonIsTold(String text) {
        assertTrue(JsonGrammar.isValid(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,]", "{\"a\"}", "{a:1}", "01", "1.", ".5", "+1", "NaN", "'a'", "\"\\x\"",
            "\"\\u12g4\"",
            "\"a\nb\"", "\"open", "tru", "truex", "[1] 2", "1e", "-", "\"\\u12"})
    void whatIsNoJsonIsTold(String text) {
        assertFalse(JsonGrammar.isValid(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nestingIsBounded() {
        assertTrue(JsonGrammar.isValid(("[".repeat(900) + "]".repeat(900)).getBytes(StandardCharsets.UTF_8)));
        assertFalse(JsonGrammar.isValid("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8)));
    }
}
