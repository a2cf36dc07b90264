package dev.tidemark.runtime.config;

import static dev.tidemark.runtime.config.ConfigurationFixture.ENDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScheduleTest {
    @TempDir
    private Path folder = Path.of("");
    private ConfigurationFixture fixture = new ConfigurationFixture(folder);

    @BeforeEach
    void prepare() {
        fixture = new ConfigurationFixture(folder);
    }

    private static String shop(String schedule) {
        return ENDS + "  shop: { source: local, sink: warehouse, schedule: " + schedule + " }\n";
    }

    @Test
    void aScheduleIsAnExpressionInUtcOrInAZone() {
        assertEquals(Optional.of(new Schedule("*/5 * * * *", ZoneOffset.UTC)),
                fixture.load(shop("\"*/5 * * * *\"")).schedule("shop"));
        assertEquals(Optional.of(new Schedule("0 2 * * MON-fri", ZoneId.of("Europe/Berlin"))),
                fixture.load(shop("{ cron: \"0 2 * * MON-fri\", zone: Europe/Berlin }")).schedule("shop"));
        assertEquals(Optional.empty(),
                fixture.load(ENDS + "  shop: { source: local, sink: warehouse }\n").schedule("shop"));
        assertEquals(Optional.empty(), fixture.load(ENDS + "  shop: { source: local, sink: warehouse }\n")
                .schedule("another"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"60 * * * *|'60' is no minute", "* 24 * * *|'24' is no hour",
            "* * 0 * *|'0' is no day of the month", "* * * 13 *|'13' is no month", "* * * jam *|'jam' is no month",
            "* * * * 8|'8' is no day of the week", "*/0 * * * *|'*/0' is no minute", "5-1 * * * *|'5-1' is no minute",
            "1,,2 * * * *|'' is no minute", "1;2 * * * *|'1;2' is no minute", "@daily|this one has 1",
            "* * * *|this one has 4", "0 * * * * *|this one has 6"})
    void whatIsWrongIsToldWithItsPlace(String cron, String message) {
        List<String> problems = fixture.problems(shop("\"" + cron + "\""));
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().startsWith("tidemark.yml:5:53: "), problems.getFirst());
        assertTrue(problems.getFirst().contains(message), problems.getFirst());
    }

    @Test
    void aZoneThatDoesNotExistAndAKeyThatIsMissingAreTold() {
        assertTrue(fixture.problems(shop("{ cron: \"0 2 * * *\", zone: Europe/Berlim }")).getFirst()
                .contains("there is no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?"),
                fixture.problems(shop("{ cron: \"0 2 * * *\", zone: Europe/Berlim }")).toString());
        assertTrue(fixture.problems(shop("{ zone: UTC }")).getFirst().contains("a schedule needs a cron:"));
    }

    @Test
    void serversShareARunUnlessItIsSaid() {
        assertTrue(fixture.push(ENDS + "  shop: { source: local, sink: warehouse }\n").shares());
        assertFalse(fixture.push(ENDS + "  shop: { source: local, sink: warehouse, share: off }\n").shares());
    }
}
