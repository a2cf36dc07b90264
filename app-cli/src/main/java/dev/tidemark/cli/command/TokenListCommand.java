package dev.tidemark.cli.command;

import dev.tidemark.cli.render.Json;
import dev.tidemark.cli.render.TextTable;
import dev.tidemark.cli.render.Times;
import dev.tidemark.domain.port.TokenStore.Token;
import dev.tidemark.runtime.AccessTokens;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tidemark token list}. */
@Command(name = "list", description = "The tokens, without their secrets; oldest first.",
        footerHeading = "%nExample:%n", footer = "  tidemark token list --output json")
public final class TokenListCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private OutputOption output;

    public TokenListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Syncs syncs = session.open()) {
            List<Token> tokens = syncs.tokens().list();
            if (output.json()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("schemaVersion", 1);
                json.put("tokens", tokens.stream().map(TokenJson::of).toList());
                session.out().println(Json.write(json));
            } else {
                print(tokens);
            }
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }

    private void print(List<Token> tokens) {
        if (tokens.isEmpty()) {
            session.out().println("No token yet; 'tidemark token create' makes one.");
            return;
        }
        TextTable table = new TextTable("TOKEN", "NAME", "ROLE", "CREATED", "VALID");
        for (Token token : tokens) {
            table.add(token.id(), token.name(), AccessTokens.word(token.role()), Times.local(token.createdAt()),
                    validity(token));
        }
        table.lines().forEach(session.out()::println);
    }

    private static String validity(Token token) {
        if (token.revokedAt().isPresent()) {
            return "revoked " + Times.local(token.revokedAt().get());
        }
        return token.expiresAt()
                .map(at -> (token.isValid(Instant.now()) ? "until " : "expired ") + Times.local(at))
                .orElse("for ever");
    }
}
