package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.engine.RowDifference;
import dev.tidemark.domain.engine.RowDifference.Cell;
import java.io.IOException;

/** A row in which the sides differ, as JSON. */
final class DifferenceJson {

    private DifferenceJson() {
    }

    static void write(JsonGenerator json, RowDifference difference) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", difference.kind().word());
        json.writeStringField("key", difference.key());
        JsonText.list(json, "cells", difference.cells(), cell -> cell(json, cell));
        json.writeEndObject();
    }

    private static void cell(JsonGenerator json, Cell cell) throws IOException {
        json.writeStartObject();
        json.writeStringField("column", cell.column());
        json.writeStringField("source", cell.source());
        json.writeStringField("sink", cell.sink());
        json.writeEndObject();
    }
}
