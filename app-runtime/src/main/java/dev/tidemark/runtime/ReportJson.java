package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.SyncReport.TableReport;
import dev.tidemark.domain.event.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** A report as the JSON object of the public contract. */
public final class ReportJson {
    private static final JsonFactory READER = new JsonFactory();

    private final JsonGenerator json;
    private final JsonText.Item<TableReport> more;

    /**
     * @param more writes what else the objects of tables hold
     */
    ReportJson(JsonGenerator json, JsonText.Item<TableReport> more) {
        this.json = json;
        this.more = more;
    }

    /** One line without a line break. */
    public static String write(SyncReport report) {
        return JsonText.of(json -> {
            json.writeStartObject();
            new ReportJson(json, _ -> {
            }).fields(report);
            json.writeEndObject();
        });
    }

    /** The totals of a report that was written here; empty if it has none, as one of a run that goes on. */
    public static Optional<Progress> totals(String report) {
        try (JsonParser in = READER.createParser(report)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String field = in.currentName();
                in.nextToken();
                if (field.equals("totals")) {
                    return Optional.of(counts(in));
                }
                in.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("this program wrote that report", e);
        }
    }

    private static Progress counts(JsonParser in) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            counts.put(field, in.getLongValue());
        }
        return new Progress(counts.getOrDefault("read", 0L), counts.getOrDefault("inserted", 0L),
                counts.getOrDefault("updated", 0L), counts.getOrDefault("unchanged", 0L),
                counts.getOrDefault("duplicates", 0L), counts.getOrDefault("rejected", 0L),
                counts.getOrDefault("deleted", 0L));
    }

    /** The fields of the object, which has begun and will be ended by others. */
    void fields(SyncReport report) throws IOException {
        json.writeNumberField("schemaVersion", JsonText.SCHEMA_VERSION);
        json.writeStringField("run", report.run());
        json.writeStringField("profile", report.profile());
        json.writeStringField("direction", report.direction().word());
        json.writeStringField("status", report.status().word());
        json.writeStringField("startedAt", report.startedAt().toString());
        json.writeNumberField("durationMs", report.duration().toMillis());
        JsonText.list(json, "tables", report.tables(), this::table);
        totals(report);
        sinkBytes(report);
        json.writeNumberField("peakMemoryBytes", report.peakMemoryBytes());
        JsonText.texts(json, "warnings", report.warnings());
        JsonText.error(json, report.failure());
    }

    /** {@code null} where the sink cannot tell. */
    private void sinkBytes(SyncReport report) throws IOException {
        if (report.sinkBytes().isEmpty()) {
            json.writeNullField("sinkBytes");
            return;
        }
        json.writeObjectFieldStart("sinkBytes");
        json.writeNumberField("before", report.sinkBytes().get().before());
        json.writeNumberField("after", report.sinkBytes().get().after());
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
        JsonText.error(json, table.failure());
        more.write(table);
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

    private static long sum(SyncReport report, ToLongFunction<TableReport> number) {
        return report.tables().stream().mapToLong(number).sum();
    }
}
