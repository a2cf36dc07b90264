package dev.tidemark.http.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Reports, plans and events as a viewer gets them. What a store says may name a key or quote a row, and what it will say next
 * year nobody knows: every free text gives way to a sentence, wherever it stands. Names, counts and times stay.
 */
final class ViewerJson {
    static final String CONCEALED = "an operator sees what it was";

    private static final Set<String> FREE_TEXTS = Set.of("error", "message", "trouble", "text", "resumedFrom",
            "warnings",
            "notes", "samples");
    private static final JsonFactory JSON = new JsonFactory();

    private ViewerJson() {
    }

    /** The object without values of rows; what is null stays so. */
    static String of(String json) {
        StringWriter text = new StringWriter();
        try (JsonParser in = JSON.createParser(json); JsonGenerator out = JSON.createGenerator(text)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                out.copyCurrentEvent(in);
                if (token == JsonToken.FIELD_NAME && FREE_TEXTS.contains(in.currentName())) {
                    in.nextToken();
                    conceal(in, out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("this server wrote that JSON", e);
        }
        return text.toString();
    }

    /** A list keeps its length. */
    private static void conceal(JsonParser in, JsonGenerator out) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            out.writeNull();
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            out.writeStartArray();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                in.skipChildren();
                out.writeString(CONCEALED);
            }
            out.writeEndArray();
        } else {
            in.skipChildren();
            out.writeString(CONCEALED);
        }
    }
}
