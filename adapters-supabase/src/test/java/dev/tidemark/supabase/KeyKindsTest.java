package dev.tidemark.supabase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyKindsTest {
    private static final URI PROJECT = URI.create("https://ref.supabase.co");

    @ParameterizedTest
    @CsvSource({"service_role,SERVICE_ROLE,true", "anon,ANON,false", "authenticated,USER,false",
            "my_role,USER,false"})
    void aTokenSaysItsRole(String role, KeyKind kind, boolean seesAllRows) {
        String token = jwt("{\"iss\":\"x\",\"aud\":[\"a\",\"b\"],\"role\":\"" + role + "\",\"exp\":2400000000}");
        assertEquals(kind, KeyKinds.of(token));
        assertEquals(seesAllRows, kind.seesAllRows());
        assertEquals(Optional.of(role), KeyKinds.role(token));
        assertEquals(Optional.of(Instant.ofEpochSecond(2_400_000_000L)), KeyKinds.expiry(token));
        assertTrue(KeyKinds.isJwt(token));
    }

    @Test
    void theNewKeysAreNoTokens() {
        assertEquals(KeyKind.SECRET, KeyKinds.of("sb_secret_abc"));
        assertEquals(Optional.of("service_role"), KeyKinds.role("sb_secret_abc"));
        assertEquals(KeyKind.PUBLISHABLE, KeyKinds.of("sb_publishable_abc"));
        assertEquals(Optional.of("anon"), KeyKinds.role("sb_publishable_abc"));
        assertFalse(KeyKinds.isJwt("sb_secret_abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "eyJ.a.b", "eyJhbGciOiJIUzI1NiJ9.%%%.x", "eyJhbGciOiJIUzI1NiJ9.bm9qc29u.x"})
    void everythingElseIsUnknown(String key) {
        assertEquals(KeyKind.UNKNOWN, KeyKinds.of(key));
        assertEquals(Optional.empty(), KeyKinds.role(key));
        assertEquals(Optional.empty(), KeyKinds.expiry(key));
    }

    @Test
    void aTokenWithoutRoleIsUnknown() {
        assertEquals(KeyKind.UNKNOWN, KeyKinds.of(jwt("{\"sub\":\"x\"}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "top secret", "secret\r\nX-Evil: 1", "schlüssel"})
    void aKeyThatNoHeaderMayHoldIsRefusedWithoutBeingRepeated(String key) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> SupabaseConfig.of(PROJECT, key));
        assertFalse(!key.isEmpty() && String.valueOf(e.getMessage()).contains(key));
    }

    @Test
    void aConfigurationPrintsWithoutItsKeys() {
        SupabaseConfig config = SupabaseConfig.of(PROJECT, "sb_secret_abc").withAccessToken("token123");
        assertEquals("SupabaseConfig[https://ref.supabase.co/rest/v1, schema=public, UNKNOWN]", config.toString());
    }

    @Test
    void theStatementThatGrantsWhatARequestNeedsIsWhole() {
        SupabaseConfig secret = SupabaseConfig.of(PROJECT, "sb_secret_abc");
        assertEquals("grant select on public.orders to service_role;",
                Grants.advice(secret, RestRequest.get("/orders", "limit=0")));
        assertEquals("grant usage on schema \"My\" to service_role;"
                + " grant select, insert, update on \"My\".\"Odd Name\" to service_role;",
                Grants.advice(secret.withSchema("My"), RestRequest.post("/Odd%20Name", "", new byte[0])));
        assertEquals("grant execute on function public.sync_upsert to service_role;",
                Grants.advice(secret, RestRequest.post("/rpc/sync_upsert", "", new byte[0])));
        assertEquals("grant select, delete on public.orders to anon;"
                + " where row-level security is on, a policy has to let the row pass",
                Grants.advice(SupabaseConfig.of(PROJECT, "sb_publishable_abc"), RestRequest.delete("/orders", "")));
    }

    private static String jwt(String claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }
}
