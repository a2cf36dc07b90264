package dev.tidemark.cli.command;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where the events of a run go, and which warnings were told already. */
final class RunEvents implements SyncListener, AutoCloseable {
    private final SyncListener target;
    private final Runnable end;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    RunEvents(SyncListener target, Runnable end) {
        this.target = target;
        this.end = end;
    }

    @Override
    public void on(SyncEvent event) {
        if (event instanceof SyncEvent.Warned warned && !told.add(text(warned))) {
            return;
        }
        target.on(event);
    }

    /** Tells a warning of the report, unless it was told while the run went on. */
    void remind(String warning) {
        boolean known = told.stream().anyMatch(text -> text.equals(warning) || text.endsWith(": " + warning));
        if (!known) {
            on(new SyncEvent.Warned("", warning));
        }
    }

    private static String text(SyncEvent.Warned warned) {
        return warned.table().isEmpty() ? warned.warning() : warned.table() + ": " + warned.warning();
    }

    @Override
    public void close() {
        end.run();
    }
}
