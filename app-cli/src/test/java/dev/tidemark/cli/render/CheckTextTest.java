package dev.tidemark.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckTextTest {
    private static final List<Finding> FINDINGS = List.of(
            new Finding(Severity.OK, "", "the source answers", ""),
            new Finding(Severity.ERROR, "orders", "no right to insert\ninto orders", "GRANT INSERT ON orders TO ..."),
            new Finding(Severity.WARNING, "customers", "2 values are no numbers (id=7, id=9)", "mend them:\nupdate x;"),
            new Finding(Severity.OK, "orders", "it has a key: id", ""),
            new Finding(Severity.NOTE, "", "the sink is a standby", ""));

    @Test
    void findingsStandByTheirTableWithASignAndTheirAdvice() {
        assertEquals("""
                shop
                  ✓ the source answers
                  · the sink is a standby
                  orders
                    ✗ no right to insert
                      into orders
                      -> GRANT INSERT ON orders TO ...
                    ✓ it has a key: id
                  customers
                    ! 2 values are no numbers (id=7, id=9)
                      -> mend them:
                         update x;""", String.join("\n", new CheckText(Style.PLAIN).lines("shop", FINDINGS)));
        assertEquals("1 error, 1 warning, 1 note, 2 as it should be", new CheckText(Style.PLAIN).sum(FINDINGS));
        assertEquals("0 as it should be", new CheckText(Style.PLAIN).sum(List.of()));
    }
}
