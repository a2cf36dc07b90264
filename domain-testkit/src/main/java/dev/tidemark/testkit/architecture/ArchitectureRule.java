package dev.tidemark.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * One rule and the packages that it speaks of.
 *
 * @param packages full names; each must hold a class, itself or below, or the rule fails
 */
public record ArchitectureRule(String name, List<String> packages, ArchRule rule) {

    public ArchitectureRule {
        packages = List.copyOf(packages);
    }

    /**
     * Holds the rule against the classes.
     *
     * @throws AssertionError where a package is empty, or a class breaks the rule; the message says what to do
     */
    public void check(JavaClasses classes) {
        for (String named : packages) {
            if (classes.stream().noneMatch(type -> isWithin(type, named))) {
                throw new AssertionError("'" + name + "' speaks of package " + named
                        + ", which holds no class: a rule about nothing always passes, so change it together with the code");
            }
        }
        rule.check(classes);
    }

    static boolean isWithin(JavaClass type, String named) {
        return type.getPackageName().equals(named) || type.getPackageName().startsWith(named + ".");
    }
}
