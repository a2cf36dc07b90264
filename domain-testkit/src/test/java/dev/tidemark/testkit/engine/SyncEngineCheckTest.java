package dev.tidemark.testkit.engine;

import static dev.tidemark.testkit.engine.Tables.LOG;
import static dev.tidemark.testkit.engine.Tables.PEOPLE;
import static dev.tidemark.testkit.engine.Tables.peopleTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.domain.plan.SchemaPolicy;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a look at both stores brings to light before a run. */
class SyncEngineCheckTest {
    private final Scenario scenario = new Scenario();

    @Test
    void aTableThatCannotBePlannedIsAnErrorAndTheOthersAreLookedAt() {
        scenario.schema = SchemaPolicy.MATCH;
        scenario.given(LOG, List.of()).given(PEOPLE, peopleTo(1)).wanted(PEOPLE, List.of());
        List<Finding> findings = scenario.check();
        assertEquals(1, findings.size(), findings::toString);
        Finding found = findings.getFirst();
        assertEquals(Severity.ERROR, found.severity());
        assertEquals("log", found.table());
        assertFalse(found.advice().isEmpty());
    }

    @Test
    void whatThePlanWarnsOfIsAWarning() {
        scenario.given(LOG, List.of()).wanted(LOG, List.of());
        List<Finding> findings = scenario.check();
        assertEquals(List.of(Severity.WARNING), findings.stream().map(Finding::severity).toList());
        assertTrue(findings.getFirst().message().contains("no key"), findings::toString);
    }

    @Test
    void aTableThatARunWouldMakeIsFineAndIsNotMade() {
        scenario.given(PEOPLE, peopleTo(1));
        assertEquals(List.of(), scenario.check());
        assertTrue(scenario.sink.openSink().describe(PEOPLE.tableName()).isEmpty());
    }

    @Test
    void aNameThatNoTableHasIsAnError() {
        scenario.rules = List.of(TableRule.of("nowhere"));
        scenario.given(PEOPLE, peopleTo(1));
        assertEquals(List.of(Severity.ERROR), scenario.check().stream().map(Finding::severity).toList());
    }
}
