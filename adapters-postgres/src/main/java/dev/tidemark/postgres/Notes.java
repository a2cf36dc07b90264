package dev.tidemark.postgres;

/** Takes what a person should know about a table, a line each; the same line twice is one. */
interface Notes {
    void add(String line);
}
