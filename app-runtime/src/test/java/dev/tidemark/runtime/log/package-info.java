@NullMarked
package dev.tidemark.runtime.log;

import org.jspecify.annotations.NullMarked;
