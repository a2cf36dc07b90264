/** What people write against the REST API when they have no tool, as fast as it goes. */
@NullMarked
package dev.tidemark.benchmarks.rest;

import org.jspecify.annotations.NullMarked;
