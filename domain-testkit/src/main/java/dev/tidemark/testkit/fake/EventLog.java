package dev.tidemark.testkit.fake;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import java.util.ArrayList;
import java.util.List;

/** Remembers every event. Thread-safe. */
public final class EventLog implements SyncListener {
    private final List<SyncEvent> events = new ArrayList<>();

    @Override
    public synchronized void on(SyncEvent event) {
        events.add(event);
    }

    public synchronized List<SyncEvent> all() {
        return List.copyOf(events);
    }

    /** The events of one kind, in order. */
    public <T extends SyncEvent> List<T> of(Class<T> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The texts of all warnings, in order. */
    public List<String> warnings() {
        return of(SyncEvent.Warned.class).stream().map(SyncEvent.Warned::warning).toList();
    }
}
