/**
 * The HTTP server: {@link dev.tidemark.http.Main} parses and starts it. What callers see is in {@code api}, whom it lets in
 * in {@code security}, how it tells errors in {@code problem}. What is done with a profile is the runtime's.
 */
@NullMarked
package dev.tidemark.http;

import org.jspecify.annotations.NullMarked;
