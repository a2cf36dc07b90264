package dev.tidemark.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the rules say. Each takes the package that it is about, so that a fixture can break it. */
final class Rules {
    private static final String OURS = "dev.tidemark";
    private static final Set<String> BASE_MODULE = Object.class.getModule().getPackages();
    private static final Pattern VAGUE = Pattern.compile(".*(Utils?|Helper|Manager|Service|Impl)");
    private static final Pattern CLOCK = Pattern.compile("now|currentTimeMillis|system(UTC|DefaultZone)?|tick.*|sleep");

    private Rules() {
    }

    static ArchitectureRule onlyTheBaseModule(String own) {
        return rule("depends on java.base and JSpecify only", List.of(own),
                all(own).should()
                        .onlyDependOnClassesThat(described("are its own, of java.base or of JSpecify",
                                type -> type.isPrimitive() || type.isArray()
                                        || BASE_MODULE.contains(type.getPackageName())
                                        || ArchitectureRule.isWithin(type, own)
                                        || ArchitectureRule.isWithin(type, "org.jspecify"))),
                "the core runs without any library; what needs one is a port here and an adapter elsewhere");
    }

    static ArchitectureRule inOrder(String own, List<String> order) {
        List<String> packages = order.stream().map(name -> own + "." + name).toList();
        List<ArchRule> each = new ArrayList<>();
        for (int i = 0; i < order.size() - 1; i++) {
            String[] later = packages.subList(i + 1, order.size()).stream().map(name -> name + "..")
                    .toArray(String[]::new);
            each.add(none(packages.get(i)).should().dependOnClassesThat().resideInAnyPackage(later));
        }
        each.add(all(own).should()
                .resideInAnyPackage(packages.stream().map(name -> name + "..").toArray(String[]::new)));
        return rule("packages import only those before them: " + String.join(", ", order), packages,
                CompositeArchRule.of(each),
                "each package is understood from those before it; move the class to where all "
                        + "that it needs is already known, or give what it needs an interface there");
    }

    static ArchitectureRule noCycles(String own) {
        return rule("no cycles between packages", List.of(own),
                SlicesRuleDefinition.slices().assignedFrom(new Packages(own)).should().beFreeOfCycles(),
                "packages that need each other are one package: join them, or move what they share below both");
    }

    static ArchitectureRule ofOursOnly(String own, List<String> allowed) {
        List<String> known = Stream.concat(Stream.of(own), allowed.stream()).toList();
        return rule("of Tidemark it knows only " + String.join(", ", known), List.of(own),
                none(own).should().dependOnClassesThat(described("are another module's",
                        type -> ArchitectureRule.isWithin(type, OURS)
                                && known.stream().noneMatch(name -> ArchitectureRule.isWithin(type, name)))),
                "adapters share a contract and no code, and frontends reach stores through the runtime; "
                        + "what two of them need belongs into the core or into the runtime");
    }

    static ArchitectureRule noFrontend(String own, String... libraries) {
        return rule("no command line and no HTTP server", List.of(own),
                none(own).should().dependOnClassesThat().resideInAnyPackage(libraries),
                "both frontends use it: return what happened, and let app-cli or app-http say it");
    }

    static ArchitectureRule noClockAndNoSleep(String own) {
        return rule("reads no clock and never sleeps", List.of(own),
                none(own).should().accessTargetWhere(access("is a clock of the JDK or Thread.sleep",
                        access -> isClock(access.getTarget()))),
                "tests decide what time it is: take an InstantSource and a Sleeper");
    }

    static ArchitectureRule noOutput(String own) {
        return rule("writes nothing to System.out, System.err or java.util.logging", List.of(own),
                none(own).should(ACCESS_STANDARD_STREAMS).orShould()
                        .accessTargetWhere(access("is java.util.logging, except where a DataSource must name a logger",
                                access -> access.getTargetOwner().getPackageName().equals("java.util.logging")
                                        && !access.getOrigin().getName().equals("getParentLogger"))),
                "stdout holds results and stderr what a frontend shows: emit an event, return a value or throw");
    }

    static ArchitectureRule constructorInjection(String own) {
        return rule("takes what it needs through the constructor", List.of(own),
                noFields().that().areDeclaredInClassesThat().resideInAPackage(own + "..").should()
                        .beAnnotatedWith(DescribedPredicate.<JavaAnnotation<?>>describe("@Inject",
                                annotation -> annotation.getRawType().getSimpleName().equals("Inject")))
                        .allowEmptyShould(true),
                "an object is whole once it is made; a field that is filled later is null until then");
    }

    static ArchitectureRule telling(String own) {
        return rule("no type ends in Util, Helper, Manager, Service or Impl", List.of(own),
                all(own).and(written()).should(new Telling()),
                "such a name fits anything: say what it does (a Retrier retries) or what sets it apart");
    }

    private static GivenClassesConjunction all(String own) {
        return classes().that().resideInAPackage(own + "..");
    }

    private static GivenClassesConjunction none(String own) {
        return noClasses().that().resideInAPackage(own + "..");
    }

    private static boolean isClock(AccessTarget target) {
        String owner = target.getOwner().getName();
        return owner.equals("java.lang.System") && target.getName().equals("nanoTime")
                || (owner.startsWith("java.time.") && !owner.equals("java.time.InstantSource")
                        || owner.equals("java.lang.System") || owner.equals("java.lang.Thread"))
                        && CLOCK.matcher(target.getName()).matches();
    }

    /** What an annotation processor wrote has a {@code $} in front or is named after what it extends. */
    private static DescribedPredicate<JavaClass> written() {
        return described("are written by hand", type -> type.getName().indexOf('$') < 0);
    }

    private static DescribedPredicate<JavaClass> described(String description, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(description, test);
    }

    private static DescribedPredicate<JavaAccess<?>> access(String description, Predicate<JavaAccess<?>> test) {
        return DescribedPredicate.describe(description, test);
    }

    private static ArchitectureRule rule(String name, List<String> packages, ArchRule rule, String advice) {
        return new ArchitectureRule(name, packages, rule.because(advice));
    }

    private static final class Telling extends ArchCondition<JavaClass> {
        Telling() {
            super("have a name that says what it does");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (VAGUE.matcher(type.getSimpleName()).matches()) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " has a name that fits anything"));
            }
        }
    }

    private record Packages(String own) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return ArchitectureRule.isWithin(type, own) && type.getName().indexOf('$') < 0
                    ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of " + own;
        }
    }
}
