/**
 * What a run tells while it goes on. The engine logs nothing: frontends render, log or count these events.
 */
@NullMarked
package dev.tidemark.domain.event;

import org.jspecify.annotations.NullMarked;
