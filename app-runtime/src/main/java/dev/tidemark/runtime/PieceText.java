package dev.tidemark.runtime;

/** A piece as the state keeps it: what one server cuts, another reads. */
public final class PieceText {
    private static final String FILES = "files";
    private static final String TABLES = "tables";
    private static final String KEEPS_ORPHANS = "keepsOrphans";

    private PieceText() {
    }

    public static String write(Piece piece) {
        return JsonText.of(json -> {
            json.writeStartObject();
            switch (piece) {
                case Piece.Whole _ -> {
                }
                case Piece.Files(var files, var keepsOrphans) -> {
                    JsonText.texts(json, FILES, files);
                    json.writeBooleanField(KEEPS_ORPHANS, keepsOrphans);
                }
                case Piece.Tables(var tables) -> JsonText.texts(json, TABLES, tables);
            }
            json.writeEndObject();
        });
    }

    /**
     * @throws IllegalArgumentException if it is not what {@link #write} makes
     */
    public static Piece read(String text) {
        JsonTree tree = JsonTree.read(text);
        if (tree.has(FILES)) {
            return new Piece.Files(tree.texts(FILES), tree.flag(KEEPS_ORPHANS));
        }
        return tree.has(TABLES) ? new Piece.Tables(tree.texts(TABLES)) : new Piece.Whole();
    }
}
