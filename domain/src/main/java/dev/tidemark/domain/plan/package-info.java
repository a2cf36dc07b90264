/**
 * What is to be done: tables, modes, limits and column mappings, decided before the first row is read.
 */
@NullMarked
package dev.tidemark.domain.plan;

import org.jspecify.annotations.NullMarked;
