package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.Reason;
import dev.tidemark.domain.port.StoreException;
import java.io.ByteArrayInputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SupabaseErrorsTest {

    /** What PostgREST 12 to 16 and the gateway before it answer, and what becomes of it. */
    @ParameterizedTest
    @CsvSource({"503,PGRST000,Unreachable", "503,PGRST001,Unreachable", "503,PGRST002,Unreachable",
            "503,57P01,Unreachable", "500,57P01,Unreachable", "500,57P03,Unreachable", "503,08006,Unreachable",
            "503,08P01,Unreachable", "504,PGRST003,Transient", "503,53100,Transient", "503,53200,Transient",
            "503,53300,Transient", "503,53400,Transient", "500,53400,Transient", "500,40P01,Transient",
            "500,40001,Transient", "500,55P03,Transient", "500,57P05,Transient", "500,XX000,Transient",
            "500,57014,TooLarge", "413,54000,TooLarge", "500,54000,TooLarge", "500,54001,TooLarge",
            "401,PGRST301,Denied", "401,PGRST302,Denied", "401,PGRST303,Denied", "500,PGRST300,Denied",
            "401,42501,Denied", "403,42501,Denied", "400,22023,Denied", "401,22023,Denied", "403,28000,Denied",
            "405,25006,Denied", "400,21000,Permanent", "500,21000,Permanent", "404,42P01,Permanent",
            "400,42703,Permanent", "400,42P10,Permanent", "404,42883,Permanent", "400,428C9,Permanent",
            "400,PGRST100,Permanent", "416,PGRST103,Permanent", "406,PGRST106,Denied", "400,PGRST122,Permanent",
            "400,PGRST124,Permanent", "404,PGRST202,Permanent", "400,PGRST204,Permanent", "404,PGRST205,Permanent",
            "500,55000,Permanent", "500,58030,Permanent", "500,P0002,Permanent", "500,38000,Permanent",
            "500,HV000,Permanent"})
    void theCodeSaysWhatAFailureMeans(int status, String code, String type) {
        String body = "{\"code\":\"" + code + "\",\"details\":null,\"hint\":null,\"message\":\"said\"}";
        StoreException trouble = SupabaseErrors.trouble("reading t", failure(status, body));
        assertEquals(type, trouble.getClass().getSimpleName());
        assertEquals(code, trouble.code());
        assertEquals("reading t: said (" + code + ")", trouble.getMessage());
    }

    /** Without a code it is the gateway, Cloudflare, or PostgREST 12 with an empty object. */
    @ParameterizedTest
    @CsvSource({"408,Transient", "425,Transient", "429,Transient", "500,Transient", "502,Unreachable", "503,Transient",
            "504,Unreachable", "520,Unreachable", "521,Unreachable", "522,Unreachable", "523,Unreachable",
            "524,Unreachable",
            "413,TooLarge", "414,TooLarge", "431,TooLarge", "400,TooLarge", "544,TooLarge", "401,Denied", "403,Denied",
            "402,Denied", "540,Denied", "301,Permanent", "308,Permanent", "404,Denied", "405,Permanent",
            "418,Permanent"})
    void theStatusSaysItWhereThereIsNoCode(int status, String type) {
        for (String body : List.of("", "{}", "Bad Request", "<html><body>Bad Gateway</body></html>", "[1]",
                "{\"a\":")) {
            StoreException trouble = SupabaseErrors.trouble("reading t", failure(status, body));
            assertEquals(type, trouble.getClass().getSimpleName(), body);
            assertEquals("reading t: refused without a reason (HTTP " + status + ")", trouble.getMessage());
        }
    }

    @Test
    void aRequestThatTheGatewayExplainsIsNotTooLong() {
        assertEquals(StoreException.Permanent.class,
                SupabaseErrors.trouble("reading t", failure(400, "{\"message\":\"no such thing\"}")).getClass());
    }

    @Test
    void theServersHintIsTheAdvice() {
        StoreException trouble = SupabaseErrors.trouble("reading t", failure(401,
                "{\"message\":\"Invalid API key\",\"hint\":\"Double check your Supabase `apikey`\"}"));
        assertEquals("Double check your Supabase `apikey`", trouble.advice());
    }

    @Test
    void theRightThatIsMissingIsTheAdviceWhereTheServerHasNone() {
        RestFailure failure = failure(403, "{\"code\":\"42501\",\"message\":\"permission denied for table t\"}");
        assertEquals("grant it", SupabaseErrors.trouble("reading t", failure, "grant it").advice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PGRST301", "PGRST303", "PGRST302", "PGRST106", "57014", "25006", "53100", "PGRST205",
            "42P10", "428C9", "PGRST001", "PGRST003", "42501"})
    void whereTheServerSaysNothingWeDo(String code) {
        assertTrue(
                !SupabaseErrors.trouble("reading t", failure(400, "{\"code\":\"" + code + "\"}")).advice().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"429,7,PT7S", "503,0,PT0.5S", "503,3600,PT5M"})
    void theServerSaysHowLongItWantsToBeLeftAlone(int status, String header, Duration pause) {
        RestFailure failure = RestFailure.of(answer(status, "{}", Map.of("Retry-After", List.of(header))));
        StoreException.Transient trouble = (StoreException.Transient) SupabaseErrors.trouble("reading t", failure);
        assertEquals(Optional.of(pause), trouble.retryAfter());
    }

    @Test
    void anAnswerWithoutABodyTellsItsCodeInAHeader() {
        RestFailure failure = RestFailure
                .of(answer(404, "", Map.of("Proxy-Status", List.of("PostgREST; error=PGRST205"))));
        assertEquals("PGRST205", failure.code());
    }

    @Test
    void aFailureCanBeReadTwice() {
        RestAnswer answer = answer(400, "{\"code\":\"22P02\"}", Map.of());
        assertEquals(RestFailure.of(answer), RestFailure.of(answer));
    }

    @ParameterizedTest
    @CsvSource({"409,23505,UNIQUE", "409,23P01,UNIQUE", "409,23503,FOREIGN_KEY", "400,23502,CONSTRAINT",
            "400,23514,CONSTRAINT", "400,22001,WOULD_CHANGE", "400,22P02,NOT_EXACT", "400,22003,NOT_EXACT",
            "400,22007,NOT_EXACT", "400,22P05,NOT_EXACT", "400,P0001,REFUSED", "400,PGRST102,REFUSED",
            "413,54000,REFUSED", "400,44000,REFUSED"})
    void aRowIsToBlame(int status, String code, Reason.Kind kind) {
        Reason reason = SupabaseErrors.refusal(failure(status,
                "{\"code\":\"" + code + "\",\"message\":\"said\",\"details\":\"Key (id)=(1) already exists.\"}"))
                .orElseThrow();
        assertEquals(kind, reason.kind());
        assertEquals(code, reason.code());
        assertEquals("said; Key (id)=(1) already exists. (" + code + ")", reason.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"21000", "42501", "42P10", "428C9", "57014", "40P01", "PGRST204", "PGRST301", ""})
    void noRowIsToBlame(String code) {
        assertTrue(SupabaseErrors.refusal(failure(400, "{\"code\":\"" + code + "\"}")).isEmpty());
    }

    private static RestFailure failure(int status, String body) {
        return RestFailure.of(answer(status, body, Map.of()));
    }

    private static RestAnswer answer(int status, String body, Map<String, List<String>> headers) {
        return new RestAnswer(status, HttpHeaders.of(new TreeMap<>(headers), (_, _) -> true),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
