/**
 * Whether the server is well: a word for everybody, the reasons for those who have a token. Plain controllers and not Micronaut's
 * management: strangers must not learn more than the word, also while there are no tokens, and no probe may wait for a store that
 * does not answer.
 */
@NullMarked
package dev.tidemark.http.health;

import org.jspecify.annotations.NullMarked;
