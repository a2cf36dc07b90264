/** How log lines look and where they go. */
@NullMarked
package dev.tidemark.cli.log;

import org.jspecify.annotations.NullMarked;
