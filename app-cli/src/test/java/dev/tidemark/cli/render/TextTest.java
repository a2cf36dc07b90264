package dev.tidemark.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TextTest {

    @Test
    void jsonEscapesWhatJsonWantsEscapedAndNothingElse() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a\"b\\c\n\r\t\u0001 é 🌊");
        object.put("number", 9_007_199_254_740_993L);
        object.put("none", Optional.empty());
        object.put("some", Optional.of(true));
        object.put("list", List.of(1, "x", new Json.Raw("{\"y\":null}")));
        assertEquals(
                "{\"text\":\"a\\\"b\\\\c\\n\\r\\t\\u0001 é 🌊\",\"number\":9007199254740993,\"none\":null,\"some\":true,"
                        + "\"list\":[1,\"x\",{\"y\":null}]}",
                Json.write(object));
    }

    @Test
    void tablesSetNumbersToTheRightAndTextsToTheLeft() {
        TextTable table = new TextTable("NUMBER", "KEY");
        table.add("7", "id=1");
        table.add("1,234", "id=20");
        assertEquals(List.of("NUMBER  KEY", "     7  id=1", " 1,234  id=20"), table.lines());
    }

    @Test
    void amountsReadTheSameInEveryLocale() {
        assertEquals("15,928", Amounts.count(15_928));
        assertEquals("1 retry", Amounts.count(1, "retry", "retries"));
        assertEquals("0 retries", Amounts.count(0, "retry", "retries"));
        assertEquals("-0.50 MB", Amounts.growth(-524_288));
        assertEquals("+0.00 MB", Amounts.growth(0));
    }
}
