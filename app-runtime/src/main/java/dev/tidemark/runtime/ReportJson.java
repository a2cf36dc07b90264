package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** A report as the JSON object of the public contract. */
public final class ReportJson {
    /** Grows when a name changes its meaning or goes; new names do not count. */
    private static final int SCHEMA_VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private ReportJson(JsonGenerator json) {
        this.json = json;
    }

    /** One line without a line break. */
    public static String write(SyncReport report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new ReportJson(json).report(report);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes what is written to it", e);
        }
        return text.toString();
    }

    private void report(SyncReport report) throws IOException {
        json.writeStartObject();
        json.writeNumberField("schemaVersion", SCHEMA_VERSION);
        json.writeStringField("run", report.run());
        json.writeStringField("profile", report.profile());
        json.writeStringField("direction", report.direction().word());
        json.writeStringField("status", report.status().word());
        json.writeStringField("startedAt", report.startedAt().toString());
        json.writeNumberField("durationMs", report.duration().toMillis());
        json.writeArrayFieldStart("tables");
        for (TableReport table : report.tables()) {
            table(table);
        }
        json.writeEndArray();
        totals(report);
        json.writeObjectFieldStart("sinkBytes");
        json.writeNumberField("before", report.sinkBytes().before());
        json.writeNumberField("after", report.sinkBytes().after());
        json.writeEndObject();
        json.writeNumberField("peakMemoryBytes", report.peakMemoryBytes());
        json.writeArrayFieldStart("warnings");
        for (String warning : report.warnings()) {
            json.writeString(warning);
        }
        json.writeEndArray();
        error(report.failure());
        json.writeEndObject();
    }

    private void table(TableReport table) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", table.table());
        json.writeStringField("mode", table.mode());
        json.writeStringField("changes", table.changes());
        counts(table.counts());
        json.writeNumberField("retries", table.retries());
        json.writeNumberField("batches", table.batches());
        json.writeNumberField("roundTrips", table.roundTrips());
        json.writeStringField("resumedFrom", table.resumedFrom().orElse(null));
        json.writeNumberField("rowsBefore", table.rowsBefore());
        json.writeNumberField("rowsAfter", table.rowsAfter());
        json.writeNumberField("durationMs", table.duration().toMillis());
        error(table.failure());
        json.writeEndObject();
    }

    private void totals(SyncReport report) throws IOException {
        json.writeObjectFieldStart("totals");
        counts(report.totals());
        json.writeNumberField("retries", sum(report, TableReport::retries));
        json.writeNumberField("batches", sum(report, TableReport::batches));
        json.writeNumberField("roundTrips", sum(report, TableReport::roundTrips));
        json.writeEndObject();
    }

    private void counts(Progress counts) throws IOException {
        json.writeNumberField("read", counts.read());
        json.writeNumberField("inserted", counts.inserted());
        json.writeNumberField("updated", counts.updated());
        json.writeNumberField("unchanged", counts.unchanged());
        json.writeNumberField("duplicates", counts.duplicates());
        json.writeNumberField("deleted", counts.deleted());
        json.writeNumberField("rejected", counts.rejected());
    }

    private void error(Optional<Failure> failure) throws IOException {
        json.writeStringField("error", failure.map(ReportJson::text).orElse(null));
    }

    private static String text(Failure failure) {
        return failure.advice().isEmpty() ? failure.message() : failure.message() + "; " + failure.advice();
    }

    private static long sum(SyncReport report, ToLongFunction<TableReport> number) {
        return report.tables().stream().mapToLong(number).sum();
    }
}
