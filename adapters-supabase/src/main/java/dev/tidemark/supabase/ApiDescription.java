package dev.tidemark.supabase;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the API's root says: an OpenAPI 2.0 document, of which the definitions matter. A table that the role has no right on
 * is not in it; one that it has some right on is, with all columns.
 *
 * @param version of the server, such as {@code 12.0.2}; empty if it does not say
 * @see <a href="https://docs.postgrest.org/en/stable/references/api/openapi.html">PostgREST: OpenAPI</a>
 */
record ApiDescription(String version, List<Relation> relations) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * A table or view.
     *
     * @param required its NOT NULL columns, with or without a default; a view has none
     */
    record Relation(String name, Set<String> required, List<Property> columns) {

        boolean hasKey() {
            return columns.stream().anyMatch(Property::isKey);
        }
    }

    /**
     * A column.
     *
     * @param description the comment, if there is one, and then what the server notes about keys
     * @param fallback the default as far as it can be told, in the words of PostgreSQL
     */
    record Property(String name, String format, OptionalInt maxLength, String description, Optional<String> fallback) {

        /** Whether it is in the primary key; of a view, in that of a table behind it. */
        boolean isKey() {
            return new ColumnNote(description).isKey();
        }
    }

    /**
     * @throws IOException if it is cut, or no such document
     */
    static ApiDescription read(InputStream body) throws IOException {
        try (JsonParser json = JSON.createParser(body)) {
            String version = "";
            List<Relation> relations = new ArrayList<>();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no OpenAPI document");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                switch (field(json)) {
                    case "info" -> version = version(json);
                    case "definitions" -> relations = relations(json);
                    default -> json.skipChildren();
                }
            }
            return new ApiDescription(version, List.copyOf(relations));
        }
    }

    private static String version(JsonParser json) throws IOException {
        String version = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            if (field(json).equals("version")) {
                version = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return version;
    }

    private static List<Relation> relations(JsonParser json) throws IOException {
        List<Relation> relations = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            relations.add(relation(field(json), json));
        }
        return relations;
    }

    private static Relation relation(String name, JsonParser json) throws IOException {
        Set<String> required = new HashSet<>();
        List<Property> columns = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (field(json)) {
                case "required" -> {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        required.add(json.getText());
                    }
                }
                case "properties" -> {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        columns.add(property(field(json), json));
                    }
                }
                default -> json.skipChildren();
            }
        }
        return new Relation(name, Set.copyOf(required), List.copyOf(columns));
    }

    private static Property property(String name, JsonParser json) throws IOException {
        String format = "";
        OptionalInt maxLength = OptionalInt.empty();
        String description = "";
        JsonToken token = JsonToken.VALUE_NULL;
        String fallback = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (field(json)) {
                case "format" -> format = json.getText();
                case "maxLength" -> maxLength = OptionalInt.of(json.getIntValue());
                case "description" -> description = json.getText();
                case "default" -> {
                    token = json.currentToken();
                    fallback = json.getText();
                    json.skipChildren();
                }
                default -> json.skipChildren();
            }
        }
        return new Property(name, format, maxLength, description, expression(token, fallback));
    }

    /**
     * The server shows the default {@code 'x'::text} as the string {@code x}, and {@code now()} as the string {@code now()}:
     * what calls or casts is an expression, everything else a literal. What has no form in JSON, it leaves out.
     */
    private static Optional<String> expression(JsonToken token, String text) {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> Optional.of(text);
            case VALUE_STRING -> Optional.of(text.contains("(") || text.contains("::") || text.startsWith("CURRENT_")
                    ? text
                    : "'" + text.replace("'", "''") + "'");
            case NOT_AVAILABLE, START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT,
                    VALUE_NULL -> Optional.empty();
        };
    }

    /** The name of the field; the parser then stands on its value. */
    private static String field(JsonParser json) throws IOException {
        String name = json.currentName();
        json.nextToken();
        return name;
    }
}
