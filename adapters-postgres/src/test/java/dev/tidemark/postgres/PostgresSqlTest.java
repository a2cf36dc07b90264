package dev.tidemark.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.row.Value;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class PostgresSqlTest {

    @Test
    void quotesNamesAndTextSoThatNothingInThemIsSql() {
        assertEquals("\"se\"\"lect\"", PostgresSql.quote("se\"lect"));
        assertEquals("E'it\\'s a \\\\ \"b\"'", PostgresSql.literal("it's a \\ \"b\""));
        assertEquals("null::text", PostgresSql.literal(Value.Null.NULL, "text"));
        assertEquals("E'7'::bigint", PostgresSql.literal(new Value.Int64(7), "bigint"));
    }

    @Test
    void writesYearsBeforeChristAsPostgresReadsThem() {
        long idesOfMarch = LocalDate.of(-43, 3, 15).toEpochDay();
        assertEquals("0044-03-15 BC", PostgresSql.text(new Value.Date(idesOfMarch)));
        assertEquals("0044-03-15 12:00:00 BC",
                PostgresSql.text(new Value.Timestamp(idesOfMarch * 86_400_000_000L + 43_200_000_000L)));
        assertEquals("0001-12-31 00:00:00+00:00 BC",
                PostgresSql.text(new Value.TimestampTz(LocalDate.of(0, 12, 31).toEpochDay() * 86_400_000_000L)));
        assertEquals("-infinity", PostgresSql.text(new Value.Date(Long.MIN_VALUE)));
        assertEquals("12345-06-07", PostgresSql.text(new Value.Date(LocalDate.of(12_345, 6, 7).toEpochDay())));
    }
}
