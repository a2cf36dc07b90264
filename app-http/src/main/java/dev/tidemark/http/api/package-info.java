/**
 * The REST API: controllers that translate requests into calls of the runtime and its answers into JSON, and the records
 * that they take and give.
 */
@NullMarked
package dev.tidemark.http.api;

import org.jspecify.annotations.NullMarked;
