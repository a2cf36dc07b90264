/**
 * Words and numbers for a person: the progress of a run, its summary, tables of text. Pure functions from the domain's
 * records to lines, apart from {@link dev.tidemark.cli.render.ProgressDisplay}, which draws them.
 */
@NullMarked
package dev.tidemark.cli.render;

import org.jspecify.annotations.NullMarked;
