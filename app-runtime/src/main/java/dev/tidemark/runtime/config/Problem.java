package dev.tidemark.runtime.config;

/**
 * Something that is wrong with what the user wrote. Never holds a secret.
 *
 * @param where the file, the flag or the variable
 * @param line from 1; 0 where there is none
 * @param column from 1; 0 where there is none
 * @param message what is wrong and what would be right
 */
public record Problem(String where, int line, int column, String message) {

    public static Problem of(String where, String message) {
        return new Problem(where, 0, 0, message);
    }

    /** Such as {@code tidemark.yml:12:5: unknown key 'page-sise'; did you mean 'page-size'?}. */
    public String text() {
        String place = line == 0 ? where : where + ":" + line + ":" + column;
        return place.isEmpty() ? message : place + ": " + message;
    }
}
