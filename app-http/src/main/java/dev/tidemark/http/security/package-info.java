/** Who is let in, from where, and how often. */
@NullMarked
package dev.tidemark.http.security;

import org.jspecify.annotations.NullMarked;
