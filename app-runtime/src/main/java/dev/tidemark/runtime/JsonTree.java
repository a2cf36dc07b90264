package dev.tidemark.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object of JSON that this program wrote itself; what is missing or of another kind is a damaged state. */
public final class JsonTree {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<?, ?> fields;

    private JsonTree(Map<?, ?> fields) {
        this.fields = fields;
    }

    /**
     * @throws IllegalArgumentException if the text is not an object
     */
    public static JsonTree read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            return of(value(parser));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static JsonTree of(@Nullable Object value) {
        if (value instanceof Map<?, ?> fields) {
            return new JsonTree(fields);
        }
        throw new IllegalArgumentException("not an object: " + value);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            return fields;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser));
            }
            return items;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        }
        return token == JsonToken.VALUE_NULL ? null
                : token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE ? (Object) parser.getBooleanValue()
                : parser.getText();
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    public String text(String field) {
        return optionalText(field).orElseThrow(() -> new IllegalArgumentException("no text: " + field));
    }

    /** Empty where it is {@code null} or missing. */
    public Optional<String> optionalText(String field) {
        return Optional.ofNullable(fields.get(field)).map(String.class::cast);
    }

    public long number(String field) {
        if (fields.get(field) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("no number: " + field);
    }

    public boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    public List<String> texts(String field) {
        return items(field).stream().map(String::valueOf).toList();
    }

    /** Empty where it is {@code null} or missing. */
    public Optional<JsonTree> object(String field) {
        return Optional.ofNullable(fields.get(field)).map(JsonTree::of);
    }

    public List<JsonTree> objects(String field) {
        return items(field).stream().map(JsonTree::of).toList();
    }

    /** The names of the object's fields, in their order. */
    public List<String> names() {
        return fields.keySet().stream().map(String::valueOf).toList();
    }

    private List<?> items(String field) {
        if (fields.get(field) instanceof List<?> items) {
            return items;
        }
        throw new IllegalArgumentException("no list: " + field);
    }
}
