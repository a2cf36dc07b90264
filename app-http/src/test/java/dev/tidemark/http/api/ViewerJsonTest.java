package dev.tidemark.http.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ViewerJsonTest {

    @Test
    void everyFreeTextGivesWayAndTheRestStays() {
        assertEquals(
                "{\"status\":\"failed\",\"tables\":[{\"table\":\"orders\",\"read\":7,\"resumedFrom\":\"an operator sees what it was\","
                        + "\"error\":null,\"notes\":[],\"samples\":[\"an operator sees what it was\"]}],"
                        + "\"warnings\":[\"an operator sees what it was\",\"an operator sees what it was\"],\"error\":\"an operator sees what it was\"}",
                ViewerJson.of(
                        "{\"status\":\"failed\",\"tables\":[{\"table\":\"orders\",\"read\":7,\"resumedFrom\":\"after id=7\",\"error\":null,"
                                + "\"notes\":[],\"samples\":[{\"key\":\"id=7\",\"row\":{\"error\":\"x\"}}]}],"
                                + "\"warnings\":[\"a\",\"b\"],\"error\":\"id=7\"}"));
    }
}
