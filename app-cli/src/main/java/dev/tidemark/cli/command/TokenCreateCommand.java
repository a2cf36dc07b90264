package dev.tidemark.cli.command;

import dev.tidemark.cli.render.Json;
import dev.tidemark.domain.port.TokenStore.Role;
import dev.tidemark.domain.port.TokenStore.Token;
import dev.tidemark.runtime.AccessTokens;
import dev.tidemark.runtime.AccessTokens.Created;
import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tidemark token create}. */
@Command(name = "create",
        description = {"Make a token that lets its bearer into the server.",
                "It is shown once: only a hash of it is kept, in the state of the configuration."},
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark token create --role operator --expires 90d ci",
                "  curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:8480/api/profiles"})
public final class TokenCreateCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "NAME", description = "Who or what it is for.")
    private String name = "";

    @Option(names = "--role", paramLabel = "viewer|operator",
            description = "A viewer, unless told otherwise, sees runs and counts; an operator starts, cancels and retries them, and sees rejected rows.")
    private Role role = Role.VIEWER;

    @Option(names = "--expires", paramLabel = "DURATION", converter = DurationConverter.class,
            description = "After this long it no longer lets anybody in, such as 12h or 90d; never, unless told.")
    private @Nullable Duration expires;

    @Mixin
    private OutputOption output;

    public TokenCreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Syncs syncs = session.open()) {
            Created created = syncs.tokens().create(Actor.ofCommandLine(), name, role, Optional.ofNullable(expires));
            if (output.json()) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("schemaVersion", 1);
                json.put("token", created.text());
                json.putAll(TokenJson.of(created.token()));
                session.out().println(Json.write(json));
            } else {
                Token token = created.token();
                session.out().println(created.text());
                session.tell("Token " + token.id() + " for " + token.name() + ", " + AccessTokens.word(token.role())
                        + ", "
                        + token.expiresAt().map(at -> "until " + at).orElse("for ever")
                        + ". Keep it now: it is not shown again. 'tidemark token revoke " + token.id() + "' ends it.");
            }
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }
}
