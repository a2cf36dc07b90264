package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.StoreException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileConditionTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "total=gt.0&status=neq.void", "or=(a.gt.1,b.is.null)", "not.and=(a.gt.1,b.is.null)",
            "a=not.is.null", "a=in.(\"x&y\",z)", "and=(\"order\".eq.\"a=b\")", "note=fts(english).cat",
            "\"limit\"=eq.1",
            "a=eq.", "a=like.*x*"})
    void aFilterIsSentAsItIs(String condition) {
        RestQuery query = new RestQuery();
        ProfileCondition.parse(condition).addTo(query);
        assertEquals(condition, URLDecoder.decode(query.text(), StandardCharsets.UTF_8));
    }

    @Test
    void theMarksInAValueAreNotThoseOfTheAddress() {
        RestQuery query = new RestQuery();
        ProfileCondition.parse("a=eq.50% + \"x\" #1").addTo(query);
        assertEquals("a=eq.50%25%20%2B%20%22x%22%20%231", query.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"total > 0", "total >= 0", "total = 0", "status='void'", "total", "a=5", "a=gt.1&nonsense",
            "or(a.gt.1)", "or=a.gt.1", "1 = 1", "=eq.1", " =eq.1"})
    void whatTheServerWouldIgnoreOrMisunderstandIsRefusedWithAnExample(String condition) {
        StoreException trouble = assertThrows(StoreException.Permanent.class, () -> ProfileCondition.parse(condition));
        assertTrue(trouble.advice().contains("total=gt.0"));
        assertTrue(String.valueOf(trouble.getMessage()).contains(condition));
    }

    @ParameterizedTest
    @ValueSource(strings = {"select=id", "order=id.asc", "limit=1", "a=gt.1&offset=5", "columns=a", "on_conflict=a",
            "apikey=x.y"})
    void whatIsNoFilterIsRefused(String condition) {
        assertThrows(StoreException.Permanent.class, () -> ProfileCondition.parse(condition));
    }
}
