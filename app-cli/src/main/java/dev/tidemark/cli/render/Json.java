package dev.tidemark.cli.render;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON on one line from maps, lists, texts, numbers, booleans and null; enough for what the commands print. */
public final class Json {

    private Json() {
    }

    /** A text that is JSON already and goes in as it is. */
    public record Raw(String json) {
    }

    public static String write(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        write(json, value);
        return json.toString();
    }

    private static void write(StringBuilder json, @Nullable Object value) {
        switch (value) {
            case null -> json.append("null");
            case Raw raw -> json.append(raw.json());
            case Number number -> json.append(number);
            case Boolean truth -> json.append(truth);
            case Optional<?> optional -> write(json, optional.orElse(null));
            case Map<?, ?> map -> object(json, map);
            case List<?> list -> array(json, list);
            default -> text(json, value.toString());
        }
    }

    private static void object(StringBuilder json, Map<?, ?> map) {
        json.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext();) {
            Map.Entry<?, ?> entry = entries.next();
            text(json, String.valueOf(entry.getKey()));
            json.append(':');
            write(json, entry.getValue());
            json.append(entries.hasNext() ? "," : "");
        }
        json.append('}');
    }

    private static void array(StringBuilder json, List<?> list) {
        json.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext();) {
            write(json, items.next());
            json.append(items.hasNext() ? "," : "");
        }
        json.append(']');
    }

    private static void text(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (letter < ' ') {
                        json.append(String.format("\\u%04x", (int) letter));
                    } else {
                        json.append(letter);
                    }
                }
            }
        }
        json.append('"');
    }
}
