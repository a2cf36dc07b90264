/** Tests of the configuration: what it understands, and what it says about what it does not. */
@NullMarked
package dev.tidemark.runtime.config;

import org.jspecify.annotations.NullMarked;
