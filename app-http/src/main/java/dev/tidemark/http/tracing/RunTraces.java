package dev.tidemark.http.tracing;

import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.event.SyncEvent;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.runtime.server.RunObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A span for each run, or for the part of it that this server does, and one for each table in it. Names and numbers only. */
final class RunTraces implements RunObserver {
    private static final AttributeKey<String> RUN = AttributeKey.stringKey("tidemark.run");
    private static final AttributeKey<String> PROFILE = AttributeKey.stringKey("tidemark.profile");
    private static final AttributeKey<String> TABLE = AttributeKey.stringKey("tidemark.table");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("tidemark.status");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("tidemark.attempt");

    private final Tracer tracer;

    RunTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Watch of(String run, String profile, Direction direction) {
        Span span = tracer.spanBuilder(direction.word() + " " + profile).setNoParent()
                .setAttribute(RUN, run).setAttribute(PROFILE, profile).startSpan();
        return new RunSpan(span, run, profile);
    }

    /** The spans of one run. Thread-safe: tables begin and end side by side. */
    private final class RunSpan implements Watch {
        private final Span span;
        private final String run;
        private final String profile;
        private final Map<String, Span> tables = new ConcurrentHashMap<>();
        private Progress done = Progress.NONE;
        private volatile boolean worked;

        RunSpan(Span span, String run, String profile) {
            this.span = span;
            this.run = run;
            this.profile = profile;
        }

        @Override
        public void on(SyncEvent event) {
            worked = true;
            switch (event) {
                case SyncEvent.TableStarted started -> begin(started.table());
                case SyncEvent.TableEnded ended -> end(ended);
                case SyncEvent.Retrying retrying -> tables.getOrDefault(retrying.table(), span)
                        .addEvent("retry", Attributes.of(ATTEMPT, (long) retrying.attempt()));
                case SyncEvent.RunStarted _, SyncEvent.TableMeasured _, SyncEvent.PageRead _, SyncEvent.BatchApplied _, SyncEvent.Warned _, SyncEvent.Failed _ -> {
                    // a span a page would be more than anybody looks at; the metrics have them
                }
            }
        }

        private void begin(String table) {
            tables.put(table, tracer.spanBuilder("table " + table).setParent(Context.root().with(span))
                    .setAttribute(RUN, run).setAttribute(PROFILE, profile).setAttribute(TABLE, table).startSpan());
        }

        private void end(SyncEvent.TableEnded ended) {
            @Nullable
            Span table = tables.remove(ended.table());
            if (table != null) {
                count(table, ended.progress());
                if (!ended.error().isEmpty()) {
                    // What went wrong may quote a row; the report has it.
                    table.setStatus(StatusCode.ERROR);
                }
                table.end();
            }
        }

        @Override
        public synchronized void did(SyncReport report) {
            worked = true;
            done = done.plus(report.totals());
            count(span, done);
            span.setAttribute(STATUS, report.status().word());
            if (report.status() == SyncReport.Status.FAILED || report.status() == SyncReport.Status.REFUSED) {
                span.setStatus(StatusCode.ERROR);
            }
        }

        @Override
        public void close() {
            tables.values().forEach(Span::end);
            tables.clear();
            // One that never ends is never sent: who only waited for others did nothing that took time.
            if (worked) {
                span.end();
            }
        }
    }

    private static void count(Span span, Progress progress) {
        span.setAttribute("tidemark.read", progress.read()).setAttribute("tidemark.inserted", progress.inserted())
                .setAttribute("tidemark.updated", progress.updated())
                .setAttribute("tidemark.unchanged", progress.unchanged())
                .setAttribute("tidemark.deleted", progress.deleted())
                .setAttribute("tidemark.rejected", progress.rejected());
    }
}
