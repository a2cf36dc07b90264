/** Tests of the page in a real Chromium, against the real server. */
@NullMarked
package dev.tidemark.http.page;

import org.jspecify.annotations.NullMarked;
