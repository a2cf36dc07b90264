package dev.tidemark.cli.command;

import dev.tidemark.runtime.ExitCode;
import dev.tidemark.runtime.Syncs;
import dev.tidemark.runtime.config.ConfigurationException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tidemark token revoke}. */
@Command(name = "revoke", description = "End a token for good: its bearer is let in no more, from the next request on.",
        footerHeading = "%nExample:%n", footer = "  tidemark token revoke 3f9c0a71b2de")
public final class TokenRevokeCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1", paramLabel = "TOKEN", description = "Its id; 'tidemark token list' tells it.")
    private String id = "";

    public TokenRevokeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Syncs syncs = session.open()) {
            if (!syncs.tokens().revoke(Actor.ofCommandLine(), id)) {
                throw ConfigurationException.of("",
                        "there is no token '" + id + "' that lets anybody in; 'tidemark token list' tells the tokens");
            }
            session.out().println("Token " + id + " is revoked.");
            session.out().flush();
            return ExitCode.DONE.number();
        }
    }
}
