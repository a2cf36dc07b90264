/**
 * The configuration as its users write it: {@code tidemark.yml}, the environment, {@code .env} and flags. Strict: every
 * problem is reported at once, with file, line, column and the nearest known key. Knows no adapter.
 */
@NullMarked
package dev.tidemark.runtime.config;

import org.jspecify.annotations.NullMarked;
