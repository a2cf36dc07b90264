/**
 * A Supabase project for tests: the real PostgREST in front of the test PostgreSQL, with Supabase's roles and time-outs, and
 * a gateway in front of it that asks for an API key as Supabase's does, fails on demand, and remembers what it was asked.
 * Which PostgREST is chosen by {@code -Dtest.postgrest=auto|PATH}: the
 * build takes one from npm.
 */
@NullMarked
package dev.tidemark.testkit.supabase;

import org.jspecify.annotations.NullMarked;
