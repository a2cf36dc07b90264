package dev.tidemark.runtime.log;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which run the current thread works for, and which of its tables: what every line of the log tells. Threads that it starts work
 * for the same; that is how lines of a driver on a thread of the engine get there without the core knowing of logs. Not a
 * {@code ScopedValue}, which only threads of a structured task inherit.
 *
 * <p>A pool may keep a thread that a run started. It belongs to no run any more once that has ended.
 */
public final class RunScope implements AutoCloseable {
    private static final InheritableThreadLocal<@Nullable RunScope> CURRENT = new InheritableThreadLocal<>();

    private final Life life;
    private final Map<String, String> fields;
    private final @Nullable RunScope outer;

    private RunScope(Life life, Map<String, String> fields, @Nullable RunScope outer) {
        this.life = life;
        this.fields = Map.copyOf(fields);
        this.outer = outer;
    }

    /** Ends for all threads at once. */
    private static final class Life {
        private volatile boolean ended;
    }

    /** From here until it is closed, the current thread and those that it starts work for the run. */
    public static RunScope open(String run, String profile) {
        RunScope scope = new RunScope(new Life(), Map.of("run", run, "profile", profile), CURRENT.get());
        CURRENT.set(scope);
        return scope;
    }

    /** What a line of the current thread belongs to: {@code run}, {@code profile} and, where there is one, {@code table}. */
    public static Map<String, String> fields() {
        RunScope scope = CURRENT.get();
        return scope == null || scope.life.ended ? Map.of() : scope.fields;
    }

    /**
     * Tells another listener, whose lines then belong to the event's table. From a table's beginning to its end all that its
     * thread does belongs to it.
     */
    public static SyncListener byTable(SyncListener listener) {
        return event -> {
            String before = fields().getOrDefault("table", "");
            String table = table(event);
            work(table.isEmpty() ? before : table);
            listener.on(event);
            switch (event) {
                case SyncEvent.TableStarted _ -> {
                    // and goes on
                }
                case SyncEvent.TableEnded _ -> work("");
                case SyncEvent.RunStarted _, SyncEvent.TableMeasured _, SyncEvent.PageRead _, SyncEvent.BatchApplied _, SyncEvent.Retrying _, SyncEvent.Warned _, SyncEvent.Failed _ ->
                        work(before);
            }
        };
    }

    private static void work(String table) {
        RunScope scope = CURRENT.get();
        if (scope != null && !scope.fields.getOrDefault("table", "").equals(table)) {
            Map<String, String> fields = new HashMap<>(scope.fields);
            if (table.isEmpty()) {
                fields.remove("table");
            } else {
                fields.put("table", table);
            }
            CURRENT.set(new RunScope(scope.life, fields, scope.outer));
        }
    }

    private static String table(SyncEvent event) {
        return switch (event) {
            case SyncEvent.RunStarted _ -> "";
            case SyncEvent.TableStarted started -> started.table();
            case SyncEvent.TableMeasured measured -> measured.table();
            case SyncEvent.PageRead page -> page.table();
            case SyncEvent.BatchApplied batch -> batch.table();
            case SyncEvent.Retrying retrying -> retrying.table();
            case SyncEvent.Warned warned -> warned.table();
            case SyncEvent.TableEnded ended -> ended.table();
            case SyncEvent.Failed failed -> failed.table();
        };
    }

    /** On the thread that opened it. */
    @Override
    public void close() {
        life.ended = true;
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
