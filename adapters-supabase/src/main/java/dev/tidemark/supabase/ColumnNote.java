package dev.tidemark.supabase;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server notes about keys, behind a column's own comment.
 *
 * @see <a href="https://github.com/PostgREST/postgrest/blob/v12.0.2/src/PostgREST/Response/OpenAPI.hs">makeProperty</a>
 */
final class ColumnNote {
    private static final String NOTE = "Note:\n";
    private static final Pattern REFERENCE = Pattern.compile("<fk table='(.+)' column='(.+)'/>$", Pattern.MULTILINE);

    private final String note;

    ColumnNote(String description) {
        int start = description.lastIndexOf(NOTE);
        this.note = start < 0 ? "" : description.substring(start);
    }

    /** A column of a table. */
    record Reference(String table, String column) {
    }

    boolean isKey() {
        return note.contains("<pk/>");
    }

    /** What the column refers to by a foreign key of its own; those over several columns are not told. */
    Optional<Reference> reference() {
        Matcher found = REFERENCE.matcher(note);
        return found.find() ? Optional.of(new Reference(found.group(1), found.group(2))) : Optional.empty();
    }
}
