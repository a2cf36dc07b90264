/**
 * The one composition root. {@link dev.tidemark.runtime.Syncs} is what both frontends call: it turns a profile into
 * stores, a plan and a run of the engine, and keeps what became of it. No HTTP and no Picocli in here.
 */
@NullMarked
package dev.tidemark.runtime;

import org.jspecify.annotations.NullMarked;
