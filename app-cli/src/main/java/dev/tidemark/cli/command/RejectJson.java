package dev.tidemark.cli.command;

import dev.tidemark.domain.port.RejectStore.Stored;
import dev.tidemark.domain.row.Row;
import dev.tidemark.domain.row.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stored reject as JSON. Values stay texts, for no number of JSON carries every value exactly. */
final class RejectJson {

    private RejectJson() {
    }

    static Map<String, Object> of(Stored stored) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", stored.number());
        json.put("direction", stored.scope().direction());
        json.put("table", stored.scope().table());
        json.put("at", stored.at());
        json.put("reason", stored.reject().reason().kind().word());
        json.put("code", stored.reject().reason().code());
        json.put("message", stored.reject().reason().message());
        json.put("key", stored.reject().key());
        json.put("row", stored.reject().row().map(RejectJson::row));
        return json;
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int column = 0; column < row.type().width(); column++) {
            Value value = row.values().get(column);
            json.put(row.type().names().get(column), value instanceof Value.Null ? null : value.text());
        }
        return json;
    }
}
