/**
 * How both frontends log a run: its events as lines ({@link dev.tidemark.runtime.log.EventLog}), and which run, profile and
 * table any line belongs to, whoever writes it ({@link dev.tidemark.runtime.log.RunScope}).
 */
@NullMarked
package dev.tidemark.runtime.log;

import org.jspecify.annotations.NullMarked;
