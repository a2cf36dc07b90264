package dev.tidemark.runtime;

import dev.tidemark.domain.engine.SyncEngine;
import dev.tidemark.domain.port.Finding;
import dev.tidemark.domain.port.Finding.Severity;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;
import dev.tidemark.domain.port.StoreException;
import dev.tidemark.runtime.config.Configuration;
import dev.tidemark.runtime.config.ConfigurationException;
import dev.tidemark.runtime.config.Connection;
import dev.tidemark.runtime.config.Profile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at everything that a run of a profile needs, and goes on after what it finds: a source that is down does not hide
 * what the sink says. Writes nothing. Good for one check.
 */
final class Check {
    /** From the one that weighs most: what the user wrote stands before what a store says of it. */
    private static final List<ExitCode> WEIGHT = List.of(ExitCode.CONFIGURATION, ExitCode.UNREACHABLE,
            ExitCode.ATTENTION);

    private final Configuration configuration;
    private final LazyState state;
    private final SyncEngine engine;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<ExitCode> troubles = EnumSet.noneOf(ExitCode.class);

    Check(Configuration configuration, LazyState state, SyncEngine engine) {
        this.configuration = configuration;
        this.state = state;
        this.engine = engine;
    }

    CheckReport of(SyncRequest request) throws InterruptedException {
        lookAtState();
        try {
            Profile profile = configuration.profile(request.profile(), request.direction(), request.overrides());
            findings.addAll(SizeCheck.of(profile));
            for (Leg leg : Legs.of(profile, Plans.of(profile, request))) {
                lookAt(leg, profile);
            }
        } catch (ConfigurationException e) {
            wrong(e);
        } catch (StoreException e) {
            failed("", e);
        }
        ExitCode exitCode = WEIGHT.stream().filter(troubles::contains).findFirst().orElse(ExitCode.DONE);
        return new CheckReport(request.profile(), request.direction(), findings, exitCode);
    }

    private void lookAtState() {
        try {
            var _ = state.get();
            findings.add(new Finding(Severity.OK, "", "the state store answers", ""));
        } catch (ConfigurationException e) {
            wrong(e);
        } catch (StoreException e) {
            failed("the state store: ", e);
        }
    }

    private void lookAt(Leg leg, Profile profile) throws InterruptedException {
        boolean from = answers(leg, leg.from());
        boolean to = isToBeMade(leg, profile.to()) || answers(leg, leg.to());
        if (!from || !to) {
            findings.add(
                    new Finding(Severity.NOTE, "", about(leg) + "the tables were not looked at, since that needs both"
                            + " stores", ""));
            return;
        }
        HiddenRows.of(leg).ifPresent(failure -> {
            troubles.add(ExitCode.ATTENTION);
            findings.add(new Finding(Severity.ERROR, "", about(leg) + failure.message(), failure.advice()));
        });
        WhereCheck.of(leg).ifPresent(failure -> {
            troubles.add(ExitCode.of(failure.kind()));
            findings.add(new Finding(Severity.ERROR, "", about(leg) + failure.message(), failure.advice()));
        });
        try {
            StandIn.look(profile.to(), leg.to(), sink -> engine.check(leg.plan(), leg.from(), sink))
                    .forEach(finding -> found(leg, finding));
        } catch (StoreException e) {
            failed(about(leg), e);
        }
    }

    private boolean answers(Leg leg, Store store) {
        try (Source source = store.openSource()) {
            String via = source.via().isEmpty() ? "" : " through " + source.via();
            findings.add(new Finding(Severity.OK, "", about(leg) + store.name() + " answers" + via, ""));
            return true;
        } catch (StoreException e) {
            failed(about(leg), e);
            return false;
        }
    }

    /** A SQLite file that is written is made when it is missing, but not by a check. */
    private boolean isToBeMade(Leg leg, Connection to) {
        boolean missing = StandIn.isNeeded(to);
        if (missing) {
            findings.add(
                    new Finding(Severity.NOTE, "", about(leg) + leg.to().name() + " is missing: a run makes it", ""));
        }
        return missing;
    }

    private void found(Leg leg, Finding finding) {
        if (finding.severity() == Severity.ERROR) {
            troubles.add(ExitCode.ATTENTION);
        }
        Finding named = new Finding(finding.severity(), finding.table(), about(leg) + finding.message(),
                finding.advice());
        if (!findings.contains(named)) {
            findings.add(named);
        }
    }

    private void wrong(ConfigurationException e) {
        troubles.add(ExitCode.CONFIGURATION);
        e.problems().forEach(problem -> findings.add(new Finding(Severity.ERROR, "", problem.text(), "")));
    }

    private void failed(String what, StoreException e) {
        ExitCode code = ExitCode.of(e);
        troubles.add(code == ExitCode.UNREACHABLE ? code : ExitCode.ATTENTION);
        findings.add(new Finding(Severity.ERROR, "", what + e.getMessage(), e.advice()));
    }

    private static String about(Leg leg) {
        return leg.file().isEmpty() ? "" : leg.file() + ": ";
    }
}
