@NullMarked
package dev.tidemark.sqlite.driver.ffm;

import org.jspecify.annotations.NullMarked;
