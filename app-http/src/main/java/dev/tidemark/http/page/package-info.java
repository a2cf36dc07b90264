/**
 * Serves the page that people look at while data moves. What it is made of lies in the resources under {@code page}: HTML,
 * style sheets and scripts as they were written, with no build in between. It asks the API for everything else.
 */
@NullMarked
package dev.tidemark.http.page;

import org.jspecify.annotations.NullMarked;
