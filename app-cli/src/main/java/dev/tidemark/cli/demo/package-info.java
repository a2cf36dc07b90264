/**
 * What {@code tidemark demo} plays with: the shipped data set and a day of business in it.
 */
@NullMarked
package dev.tidemark.cli.demo;

import org.jspecify.annotations.NullMarked;
