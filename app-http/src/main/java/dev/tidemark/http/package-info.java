/**
 * The HTTP server: {@link dev.tidemark.http.Main} parses and starts it, the controllers translate, and
 * {@link dev.tidemark.http.RunRegistry} keeps the runs that it started. What is done with a profile is the runtime's.
 */
@NullMarked
package dev.tidemark.http;

import org.jspecify.annotations.NullMarked;
