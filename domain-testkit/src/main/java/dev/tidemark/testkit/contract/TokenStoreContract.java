package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.domain.port.TokenStore.Token;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link dev.tidemark.domain.port.TokenStore} promises. */
public abstract class TokenStoreContract extends ServerStateContract {

    private static Token token(String id, Role role, int seconds) {
        return new Token(id, "for Zoë's \uD83D\uDE00 job", role, "00ff", START.plusSeconds(seconds), Optional.empty(),
                Optional.empty());
    }

    @Test
    void aTokenIsFoundAsItWasAddedAlsoByTheNextServer() throws Exception {
        Token forEver = token("a", Role.VIEWER, 0);
        Token forADay = new Token("b", "", Role.OPERATOR, "11", START, Optional.of(START.plusSeconds(86_400)),
                Optional.empty());
        server().tokens().add(forEver);
        server().tokens().add(forADay);
        assertEquals(Optional.of(forEver), restarted().tokens().find("a"));
        assertEquals(Optional.of(forADay), server().tokens().find("b"));
        assertEquals(Optional.empty(), server().tokens().find("c"));
        assertEquals(Optional.empty(), server().tokens().find("A"));
    }

    @Test
    void theOldestComesFirst() {
        server().tokens().add(token("b", Role.VIEWER, 2));
        server().tokens().add(token("a", Role.OPERATOR, 3));
        server().tokens().add(token("c", Role.VIEWER, 1));
        assertEquals(List.of("c", "b", "a"), server().tokens().list().stream().map(Token::id).toList());
    }

    @Test
    void oneThatWasRevokedStaysSo() throws Exception {
        server().tokens().add(token("a", Role.VIEWER, 0));
        server().tokens().add(token("b", Role.VIEWER, 0));
        assertTrue(server().tokens().revoke("a", START.plusSeconds(5)));
        assertFalse(server().tokens().revoke("a", START.plusSeconds(9)));
        assertFalse(server().tokens().revoke("nobody", START));
        assertEquals(Optional.of(START.plusSeconds(5)),
                restarted().tokens().find("a").orElseThrow().revokedAt());
        assertEquals(Optional.empty(), server().tokens().find("b").orElseThrow().revokedAt());
    }
}
