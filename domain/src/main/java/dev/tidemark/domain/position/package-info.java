/**
 * Where a run stands: the cursor of a page, the checkpoint that is kept, and the text form of both.
 */
@NullMarked
package dev.tidemark.domain.position;

import org.jspecify.annotations.NullMarked;
