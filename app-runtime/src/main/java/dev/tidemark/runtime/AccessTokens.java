package dev.tidemark.runtime;

import dev.tidemark.domain.port.AuditLog;
import dev.tidemark.domain.port.TokenStore;
import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.domain.port.TokenStore.Token;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens that let callers into the server. A token reads {@code tidemark_<id>_<secret>}: the id is told in lists and in
 * the audit log, the secret of 256 random bits is shown once. What is kept of it is its SHA-256: nobody guesses so many
 * bits, so a slow hash would only slow down every request. Thread-safe.
 */
public final class AccessTokens {
    private static final Pattern FORM = Pattern.compile("tidemark_([0-9a-f]{12})_([A-Za-z0-9_-]{43})");
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    private final TokenStore store;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;

    AccessTokens(TokenStore store, AuditLog audit, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A token that was just made.
     *
     * @param text what its bearer sends; it is nowhere else
     */
    public record Created(Token token, String text) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Created[" + token.id() + "]";
        }
    }

    /**
     * Makes a token, which the audit log tells.
     *
     * @param actor who makes it, for the audit log
     * @param name who or what it is for
     * @param validFor empty for one that does not expire
     */
    public Created create(String actor, String name, Role role, Optional<Duration> validFor) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        String secretText = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Token token = new Token(HexFormat.of().formatHex(id), name, role, hash(secretText), now,
                validFor.map(now::plus), Optional.empty());
        store.add(token);
        audit.add(now, actor, "token-create", token.id(), word(role) + " " + name
                + token.expiresAt().map(at -> ", until " + at).orElse(""));
        return new Created(token, "tidemark_" + token.id() + "_" + secretText);
    }

    /** The token that this text is, if it lets its bearer in now. */
    public Optional<Token> find(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        byte[] hash = hash(form.group(2)).getBytes(StandardCharsets.US_ASCII);
        return store.find(form.group(1))
                .filter(token -> MessageDigest.isEqual(hash, token.hash().getBytes(StandardCharsets.US_ASCII)))
                .filter(token -> token.isValid(clock.instant()));
    }

    /** All tokens, those that no longer let anybody in as well; oldest first. */
    public List<Token> list() {
        return store.list();
    }

    /** Whether somebody is let in now. */
    public boolean anyValid() {
        Instant now = clock.instant();
        return store.list().stream().anyMatch(token -> token.isValid(now));
    }

    /**
     * Ends a token for good, which the audit log tells.
     *
     * @param actor who ends it, for the audit log
     * @return whether it was there and had not been ended before
     */
    public boolean revoke(String actor, String id) {
        Instant now = clock.instant();
        boolean revoked = store.revoke(id, now);
        if (revoked) {
            audit.add(now, actor, "token-revoke", id, "");
        }
        return revoked;
    }

    /** The role as users write it. */
    public static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
