/** Breaks every rule once, so that {@code RulesTest} sees each of them fail. */
package dev.tidemark.testkit.architecture.broken;
