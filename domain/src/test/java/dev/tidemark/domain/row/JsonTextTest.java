package dev.tidemark.domain.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void sortsMembersAndKeepsTheLastOfTwoWithOneName() {
        assertEquals(Optional.of("{\"a\":{\"x\":null,\"y\":[1,true]},\"b\":2}"),
                JsonText.canonical(" { \"b\" : 1, \"a\":{\"y\":[ 1 , true ],\"x\":null}, \"b\":2 } "));
    }

    @Test
    void numbersAreEqualByValueAndKeepEveryDigit() {
        assertEquals(Optional.of("[1,1,0,1E+400,0.1,12345678901234567890123456789.1]"),
                JsonText.canonical("[1.0, 1e0, -0.0, 1e400, 0.10, 12345678901234567890123456789.1]"));
    }

    @Test
    void stringsAreEqualHoweverTheyAreEscaped() {
        assertEquals(JsonText.canonical("\"A\\u00e9\\/\\n\""), JsonText.canonical("\"\\u0041é/\\u000a\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,]", "{\"a\":1,}", "01", "1.", "+1", "tru", "\"\n\"", "\"\\x\"", "1 2", "NaN",
            "{a:1}"})
    void whatIsNoJsonHasNoCanonicalForm(String text) {
        assertEquals(Optional.empty(), JsonText.canonical(text));
    }

    @Test
    void depthIsBounded() {
        assertEquals(Optional.empty(), JsonText.canonical("[".repeat(100_000)));
    }
}
