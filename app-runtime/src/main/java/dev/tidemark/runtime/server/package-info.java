/**
 * What a server does with profiles that a single call does not: it takes on runs, keeps them going beside each other, and
 * lets others watch, cancel and find them again. No HTTP here; the frontend translates.
 */
@NullMarked
package dev.tidemark.runtime.server;

import org.jspecify.annotations.NullMarked;
