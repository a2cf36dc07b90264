/**
 * The command line: parses, calls {@link dev.tidemark.runtime.Syncs}, renders. Nothing but
 * {@link dev.tidemark.cli.Main} touches the process itself (streams, exit code), so every command runs in a test.
 */
@NullMarked
package dev.tidemark.cli;

import org.jspecify.annotations.NullMarked;
