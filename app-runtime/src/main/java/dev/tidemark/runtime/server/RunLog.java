package dev.tidemark.runtime.server;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.log.EventLog;

/** Logs what happens in the runs of this server, as the command line does. */
public final class RunLog implements RunObserver {

    @Override
    public Watch of(String run, String profile, Direction direction) {
        EventLog log = new EventLog();
        return new Watch() {
            @Override
            public void on(SyncEvent event) {
                log.on(event);
            }

            @Override
            public void ended(SyncReport report) {
                log.ended(report);
            }
        };
    }
}
