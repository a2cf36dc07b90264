/**
 * What {@code tidemark demo} plays with: the shipped data set, a day of business in it, and a comparison of both sides that
 * shares no code with the sync.
 */
@NullMarked
package dev.tidemark.cli.demo;

import org.jspecify.annotations.NullMarked;
