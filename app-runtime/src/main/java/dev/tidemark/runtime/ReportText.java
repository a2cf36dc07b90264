package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.SinkBytes;
import dev.tidemark.domain.engine.SyncReport.Status;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import dev.tidemark.domain.plan.Direction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The report of a piece as the state keeps it: that of the public contract, and what another server needs to add it up. */
public final class ReportText {
    private static final String FAILURE = "failure";

    private ReportText() {
    }

    public static String write(SyncReport report) {
        return JsonText.of(json -> {
            json.writeStartObject();
            new ReportJson(json, table -> failure(json, table.failure())).fields(report);
            failure(json, report.failure());
            json.writeEndObject();
        });
    }

    private static void failure(JsonGenerator json, Optional<Failure> failure) throws IOException {
        if (failure.isPresent()) {
            json.writeObjectFieldStart(FAILURE);
            json.writeStringField("kind", failure.get().kind().name());
            json.writeStringField("message", failure.get().message());
            json.writeStringField("advice", failure.get().advice());
            json.writeEndObject();
        }
    }

    /**
     * @throws IllegalArgumentException if it is not what {@link #write} makes
     */
    public static SyncReport read(String text) {
        JsonTree json = JsonTree.read(text);
        return new SyncReport(json.text("run"), json.text("profile"), direction(json.text("direction")),
                status(json.text("status")), Instant.parse(json.text("startedAt")), duration(json),
                json.objects("tables").stream().map(ReportText::table).toList(),
                json.object("sinkBytes").map(bytes -> new SinkBytes(bytes.number("before"), bytes.number("after"))),
                json.number("peakMemoryBytes"), json.texts("warnings"), failure(json));
    }

    private static TableReport table(JsonTree json) {
        Progress counts = new Progress(json.number("read"), json.number("inserted"), json.number("updated"),
                json.number("unchanged"), json.number("duplicates"), json.number("rejected"), json.number("deleted"));
        return new TableReport(json.text("table"), json.text("mode"), json.text("changes"), counts,
                json.number("retries"), json.number("batches"), json.number("roundTrips"),
                json.optionalText("resumedFrom"), json.number("rowsBefore"), json.number("rowsAfter"), duration(json),
                failure(json));
    }

    private static Duration duration(JsonTree json) {
        return Duration.ofMillis(json.number("durationMs"));
    }

    private static Optional<Failure> failure(JsonTree json) {
        return json.object(FAILURE).map(failure -> new Failure(Failure.Kind.valueOf(failure.text("kind")),
                failure.text("message"), failure.text("advice")));
    }

    private static Direction direction(String word) {
        return Arrays.stream(Direction.values()).filter(one -> one.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no direction: " + word));
    }

    private static Status status(String word) {
        return Arrays.stream(Status.values()).filter(one -> one.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no status: " + word));
    }
}
