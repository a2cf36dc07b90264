package dev.tidemark.domain.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectLimitTest {

    @Test
    void rule19_zeroStopsAtTheFirst() {
        assertFalse(new RejectLimit.Rows(0).isExceeded(0, 10, true));
        assertTrue(new RejectLimit.Rows(0).isExceeded(1, 10, false));
        assertFalse(new RejectLimit.Rows(5).isExceeded(5, 5, true));
        assertTrue(new RejectLimit.Rows(5).isExceeded(6, 1_000_000, false));
    }

    @ParameterizedTest
    @CsvSource({"1,1,false,false", "1,1,true,true", "100,999,false,false", "100,999,true,true", "100,1000,false,false",
            "101,1000,false,true", "100,1000,true,false", "0,0,true,false", "1,10,true,false", "2,10,true,true"})
    void rule19_aShareIsLookedAtFromAThousandRowsOrAtTheEnd(long rejected, long read, boolean complete,
            boolean exceeded) {
        assertEquals(exceeded, new RejectLimit.Percent(10).isExceeded(rejected, read, complete));
    }
}
