/** What makes a call begin sooner. */
@NullMarked
package dev.tidemark.cli.start;

import org.jspecify.annotations.NullMarked;
