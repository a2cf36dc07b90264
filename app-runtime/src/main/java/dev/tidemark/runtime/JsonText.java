package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.engine.Failure;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** What the JSON objects of the public contract have in common. */
public final class JsonText {
    /** Grows when a name changes its meaning or goes; new names do not count. */
    static final int SCHEMA_VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {
    }

    /** What writes one document. */
    @FunctionalInterface
    public interface Document {
        void write(JsonGenerator json) throws IOException;
    }

    /** What writes an item of a list. */
    @FunctionalInterface
    interface Item<T> {
        void write(T item) throws IOException;
    }

    /** One line without a line break. */
    public static String of(Document document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            document.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes what is written to it", e);
        }
        return text.toString();
    }

    static <T> void list(JsonGenerator json, String field, List<T> items, Item<T> each) throws IOException {
        json.writeArrayFieldStart(field);
        for (T item : items) {
            each.write(item);
        }
        json.writeEndArray();
    }

    public static void texts(JsonGenerator json, String field, List<String> texts) throws IOException {
        list(json, field, texts, json::writeString);
    }

    /** {@code null} where all went well. */
    static void error(JsonGenerator json, Optional<Failure> failure) throws IOException {
        json.writeStringField("error", failure.map(JsonText::text).orElse(null));
    }

    private static String text(Failure failure) {
        return failure.advice().isEmpty() ? failure.message() : failure.message() + "; " + failure.advice();
    }
}
