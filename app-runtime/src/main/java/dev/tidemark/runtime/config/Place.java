package dev.tidemark.runtime.config;

/**
 * Where something was written.
 *
 * @param where the file, the flag or the variable
 * @param line from 1; 0 where there is none
 * @param column from 1; 0 where there is none
 */
record Place(String where, int line, int column) {

    static Place of(String where) {
        return new Place(where, 0, 0);
    }

    Problem problem(String message) {
        return new Problem(where, line, column, message);
    }
}
