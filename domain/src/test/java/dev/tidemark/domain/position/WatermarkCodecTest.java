package dev.tidemark.domain.position;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.domain.row.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatermarkCodecTest {

    @Test
    void bothBoundsComeBackAndSoDoesTheirLack() {
        Optional<Value> one = Optional.of(new Value.TimestampTz(1_700_000_000_123_456L));
        Optional<Value> other = Optional.of(new Value.Text("2024-02-29 12:00:00 'x'"));
        for (Watermark watermark : List.of(new Watermark("at", one, other),
                new Watermark("a:t \"2\"", one, Optional.empty()),
                new Watermark("", Optional.empty(), other), new Watermark("n", Optional.empty(), Optional.empty()))) {
            assertEquals(watermark, WatermarkCodec.decode(WatermarkCodec.encode(watermark)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "at", "t2:at", "t2:ati1:1", "t2:ati1:1i1:2i1:3"})
    void anyOtherTextIsNoWatermark(String text) {
        assertThrows(IllegalArgumentException.class, () -> WatermarkCodec.decode(text));
    }
}
