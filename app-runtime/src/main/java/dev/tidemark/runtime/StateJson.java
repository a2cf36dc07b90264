package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.position.Checkpoint;
import dev.tidemark.domain.position.CursorCodec;
import dev.tidemark.domain.position.SyncPoint;
import dev.tidemark.domain.row.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is remembered of a profile, as JSON. */
public final class StateJson {

    private StateJson() {
    }

    /** One line without a line break. */
    public static String write(String profile, List<RememberedTable> tables) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", JsonText.SCHEMA_VERSION);
            json.writeStringField("profile", profile);
            JsonText.list(json, "tables", tables, table -> table(json, table));
            json.writeEndObject();
        });
    }

    private static void table(JsonGenerator json, RememberedTable table) throws IOException {
        json.writeStartObject();
        json.writeStringField("scope", table.scope().profile());
        json.writeStringField("direction", table.scope().direction());
        json.writeStringField("table", table.scope().table());
        json.writeFieldName("checkpoint");
        checkpoint(json, table.checkpoint());
        json.writeFieldName("syncPoint");
        syncPoint(json, table.syncPoint());
        json.writeObjectFieldStart("digests");
        json.writeNumberField("rows", table.digests().rows());
        json.writeNumberField("bytes", table.digests().bytes());
        json.writeEndObject();
        json.writeNumberField("rejects", table.rejects());
        json.writeNumberField("orphans", table.orphans());
        json.writeEndObject();
    }

    private static void checkpoint(JsonGenerator json, Optional<Checkpoint> checkpoint) throws IOException {
        if (checkpoint.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("pass", checkpoint.get().pass());
        json.writeStringField("cursor", CursorCodec.encode(checkpoint.get().cursor()));
        json.writeNumberField("rows", checkpoint.get().rows());
        json.writeStringField("savedAt", checkpoint.get().savedAt().toString());
        json.writeEndObject();
    }

    private static void syncPoint(JsonGenerator json, Optional<SyncPoint> point) throws IOException {
        if (point.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("pass", point.get().pass());
        json.writeStringField("watermark", point.get().watermark().map(Value::text).orElse(null));
        json.writeBooleanField("digested", point.get().digested());
        json.writeNumberField("sinkRows", point.get().sinkRows());
        json.writeStringField("savedAt", point.get().savedAt().toString());
        json.writeEndObject();
    }
}
