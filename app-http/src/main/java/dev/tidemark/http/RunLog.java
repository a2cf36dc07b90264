package dev.tidemark.http;

import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.event.SyncListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens in a run to the log. */
final class RunLog implements SyncListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.tidemark.sync");

    private final String run;

    RunLog(String run) {
        this.run = run;
    }

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.RunStarted started ->
                    LOG.atInfo().addKeyValue("run", run).addKeyValue("profile", started.profile()).log("run started");
            case SyncEvent.TableEnded ended -> LOG.atInfo().addKeyValue("run", run).addKeyValue("table", ended.table())
                    .addKeyValue("read", ended.progress().read()).addKeyValue("rejected", ended.progress().rejected())
                    .addKeyValue("millis", ended.took().toMillis())
                    .log(ended.error().isEmpty() ? "table ended" : "table failed: " + ended.error());
            case SyncEvent.Warned warned ->
                    LOG.atWarn().addKeyValue("run", run).addKeyValue("table", warned.table()).log(warned.warning());
            case SyncEvent.Retrying retrying ->
                    LOG.atWarn().addKeyValue("run", run).addKeyValue("table", retrying.table())
                            .log("trying again: " + retrying.trouble());
            case SyncEvent.Failed failed ->
                    LOG.atError().addKeyValue("run", run).addKeyValue("table", failed.table()).setCause(failed.cause())
                            .log("failed");
            case SyncEvent.TableStarted _, SyncEvent.TableMeasured _, SyncEvent.PageRead _, SyncEvent.BatchApplied _ ->
                    LOG.atDebug().addKeyValue("run", run).log(event.toString());
        }
    }
}
