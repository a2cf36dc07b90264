package dev.tidemark.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.domain.port.AuditLog;
import dev.tidemark.domain.port.AuditLog.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link AuditLog} promises: entries as they were added, newest first. */
public abstract class AuditLogContract extends ServerStateContract {

    @Test
    void entriesAreKeptAsTheyWereAdded() throws Exception {
        server().audit().add(START, "7f3a Zoë", "start", "01A", "push shop \uD83D\uDE00 \u0000");
        Entry entry = restarted().audit().before(Long.MAX_VALUE, 10).getFirst();
        assertEquals(new Entry(entry.number(), START, "7f3a Zoë", "start", "01A", "push shop \uD83D\uDE00 \u0000"),
                entry);
    }

    @Test
    void aPageGoesOnBeforeTheLastNumber() {
        AuditLog audit = server().audit();
        for (int i = 0; i < 5; i++) {
            audit.add(START.plusSeconds(i), "me", "start", "run-" + i, "");
        }
        List<Entry> first = audit.before(Long.MAX_VALUE, 2);
        assertEquals(List.of("run-4", "run-3"), first.stream().map(Entry::subject).toList());
        assertEquals(List.of("run-2", "run-1", "run-0"),
                audit.before(first.getLast().number(), 10).stream().map(Entry::subject).toList());
    }
}
