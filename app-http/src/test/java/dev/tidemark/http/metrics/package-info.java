@NullMarked
package dev.tidemark.http.metrics;

import org.jspecify.annotations.NullMarked;
