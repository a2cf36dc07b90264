package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.port.Finding;
import java.io.IOException;
import java.util.Locale;

/** What a check found, as JSON. */
public final class CheckJson {

    private CheckJson() {
    }

    /** One line without a line break. */
    public static String write(CheckReport report) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", JsonText.SCHEMA_VERSION);
            json.writeStringField("profile", report.profile());
            json.writeStringField("direction", report.direction().word());
            JsonText.list(json, "findings", report.findings(), finding -> finding(json, finding));
            json.writeEndObject();
        });
    }

    private static void finding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringField("table", finding.table());
        json.writeStringField("message", finding.message());
        json.writeStringField("advice", finding.advice());
        json.writeEndObject();
    }
}
