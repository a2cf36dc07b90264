/**
 * The arrows of the architecture as tests. Each module has one test class that asks {@link ModuleRules} for the rules of
 * its kind; a rule whose packages hold no class fails, so that it cannot pass for want of anything to look at.
 */
@NullMarked
package dev.tidemark.testkit.architecture;

import org.jspecify.annotations.NullMarked;
