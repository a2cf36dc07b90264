/** Tests of limits whose time a test decides. */
@NullMarked
package dev.tidemark.http.security;

import org.jspecify.annotations.NullMarked;
