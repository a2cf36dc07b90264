/** Errors as {@code application/problem+json} tells them, whoever notices them. */
@NullMarked
package dev.tidemark.http.problem;

import org.jspecify.annotations.NullMarked;
