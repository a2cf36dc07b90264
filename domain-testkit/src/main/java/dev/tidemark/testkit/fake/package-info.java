/**
 * Hand-written fakes for the engine's surroundings: stores that fail where a test says so, a clock that moves and a
 * sleeper that does not wait, and a listener that remembers.
 */
@NullMarked
package dev.tidemark.testkit.fake;

import org.jspecify.annotations.NullMarked;
