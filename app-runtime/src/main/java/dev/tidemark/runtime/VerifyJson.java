package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.engine.VerifyReport.TableVerdict;
import java.io.IOException;

/** How alike the sides are, as JSON. */
public final class VerifyJson {

    private VerifyJson() {
    }

    /** One line without a line break. */
    public static String write(VerifyReport report) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", JsonText.SCHEMA_VERSION);
            json.writeStringField("run", report.run());
            json.writeStringField("profile", report.profile());
            json.writeStringField("direction", report.direction().word());
            json.writeStringField("status", report.status().word());
            json.writeStringField("startedAt", report.startedAt().toString());
            json.writeNumberField("durationMs", report.duration().toMillis());
            JsonText.list(json, "tables", report.tables(), table -> table(json, table));
            JsonText.texts(json, "warnings", report.warnings());
            JsonText.error(json, report.failure());
            json.writeEndObject();
        });
    }

    private static void table(JsonGenerator json, TableVerdict table) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", table.table());
        json.writeNumberField("sourceRows", table.sourceRows());
        json.writeNumberField("sinkRows", table.sinkRows());
        json.writeNumberField("equal", table.equal());
        json.writeNumberField("missing", table.missing());
        json.writeNumberField("extra", table.extra());
        json.writeNumberField("different", table.different());
        json.writeNumberField("unreadable", table.unreadable());
        JsonText.list(json, "differences", table.differences(), difference -> DifferenceJson.write(json, difference));
        JsonText.texts(json, "mapping", table.mapping());
        json.writeBooleanField("partial", table.partial());
        json.writeNumberField("durationMs", table.duration().toMillis());
        JsonText.error(json, table.failure());
        json.writeEndObject();
    }
}
