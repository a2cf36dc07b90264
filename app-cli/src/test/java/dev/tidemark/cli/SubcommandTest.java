package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.cli.command.GlobalOptions;
import dev.tidemark.cli.command.Session;
import dev.tidemark.cli.command.Surroundings;
import dev.tidemark.runtime.config.Environment;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

final class SubcommandTest {

    static List<Subcommand> subcommands() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Tidemark.subcommands(new Session(
                new Surroundings(nowhere, nowhere, false, new Environment(Map.of(), Path.of(""))),
                new GlobalOptions()));
    }

    @ParameterizedTest
    @MethodSource("subcommands")
    void theOutlineSaysWhatTheWholeSays(Subcommand subcommand) {
        CommandSpec outline = subcommand.outline().getCommandSpec();
        CommandSpec whole = subcommand.make().getCommandSpec();
        assertEquals(whole.name(), outline.name());
        assertArrayEquals(whole.aliases(), outline.aliases());
        assertEquals(whole.usageMessage().description()[0], outline.usageMessage().description()[0]);
    }

    @Test
    void isMeantByItsNamesAndByWhatMayHideThem() {
        Subcommand push = subcommands().stream().filter(one -> one.name().equals("push")).findFirst().orElseThrow();
        assertTrue(push.isMeantBy(List.of("--quiet", "push", "shop")));
        assertTrue(push.isMeantBy(List.of("sync")));
        assertTrue(push.isMeantBy(List.of("@arguments")));
        assertTrue(push.isMeantBy(List.of("completion", "bash")));
        assertFalse(push.isMeantBy(List.of("pull", "shop", "--table=push")));
        assertFalse(push.isMeantBy(List.of()));
    }

    @Test
    void theStateIsMadeReadyForWhatOpensItAndLogsAsUsual() {
        assertTrue(Tidemark.opensState(List.of("push", "shop", "--quiet")));
        assertTrue(Tidemark.opensState(List.of("--config", "shop.yml", "status")));
        assertFalse(Tidemark.opensState(List.of("push", "--help")));
        assertFalse(Tidemark.opensState(List.of("push", "--log-format=json")));
        assertFalse(Tidemark.opensState(List.of("--debug", "push", "shop")));
        assertFalse(Tidemark.opensState(List.of("@push")));
        assertFalse(Tidemark.opensState(List.of("demo")));
    }
}
