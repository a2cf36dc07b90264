/**
 * The sync itself. {@link dev.tidemark.domain.engine.SyncEngine} runs a plan between two ends and answers with a
 * {@link dev.tidemark.domain.engine.SyncReport}; everything else here is its private machinery, one concern a class.
 */
@NullMarked
package dev.tidemark.domain.engine;

import org.jspecify.annotations.NullMarked;
