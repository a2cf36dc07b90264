/** Tests of what the API gives out and takes back. */
@NullMarked
package dev.tidemark.http.api;

import org.jspecify.annotations.NullMarked;
