package dev.tidemark.runtime;

import dev.tidemark.domain.engine.ChangePlan;
import dev.tidemark.domain.engine.Failure;
import dev.tidemark.domain.engine.SyncEngine;
import dev.tidemark.domain.engine.SyncReport;
import dev.tidemark.domain.engine.VerifyReport;
import dev.tidemark.domain.event.SyncListener;
import dev.tidemark.domain.plan.Direction;
import dev.tidemark.domain.plan.TableRule;
import dev.tidemark.runtime.config.Profile;
import dev.tidemark.runtime.log.RunScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A look at both sides of a profile that changes nothing: it needs no lock, and is not in the run history.
 *
 * @param run the identifier under which events come
 */
record Look(String run, Profile profile, List<Leg> legs, SyncEngine engine, InstantSource clock,
        SyncListener listener) {

    ChangePlan plan(int samples) {
        try (RunScope _ = RunScope.open(run, profile.name())) {
            return planned(samples);
        }
    }

    private ChangePlan planned(int samples) {
        Instant startedAt = clock.instant();
        List<ChangePlan> plans = new ArrayList<>();
        for (Leg leg : legs) {
            ChangePlan plan = plan(leg, samples);
            plans.add(leg.file().isEmpty() ? plan : ChangePlans.ofFile(plan, leg.file()));
            if (plan.report().status() == SyncReport.Status.INTERRUPTED) {
                break;
            }
        }
        ChangePlan all = plans.size() == 1 ? plans.getFirst() : ChangePlans.sum(plans, since(startedAt), samples);
        return ChangePlans.asRun(all, profile.name());
    }

    private ChangePlan plan(Leg leg, int samples) {
        try {
            Optional<Failure> refused = Objections.of(leg);
            return refused.isPresent() ? planEnded(Reports.status(refused.get()), refused)
                    : StandIn.look(profile.to(), leg.to(),
                            sink -> engine.plan(run, leg.plan(), leg.from(), sink, samples, listener));
        } catch (InterruptedException _) {
            return planEnded(SyncReport.Status.INTERRUPTED, Optional.empty());
        }
    }

    private ChangePlan planEnded(SyncReport.Status status, Optional<Failure> failure) {
        return new ChangePlan(new SyncReport(run, profile.name(), profile.direction(), status, clock.instant(),
                Duration.ZERO, List.of(), Optional.empty(), 0, List.of(), failure), List.of());
    }

    VerifyReport verify(int limit) {
        try (RunScope _ = RunScope.open(run, profile.name())) {
            return verified(limit);
        }
    }

    private VerifyReport verified(int limit) {
        Instant startedAt = clock.instant();
        List<VerifyReport> reports = new ArrayList<>();
        for (Leg leg : legs) {
            VerifyReport report = verify(leg, limit);
            reports.add(leg.file().isEmpty() ? report : VerifyReports.ofFile(report, leg.file()));
            if (report.status() == VerifyReport.Status.INTERRUPTED) {
                break;
            }
        }
        VerifyReport all = reports.size() == 1 ? reports.getFirst()
                : VerifyReports.sum(reports, since(startedAt), limit);
        return VerifyReports.asRun(all, profile.name(), foreignRows());
    }

    /** What the sink has of the other files is no difference, but nothing tells it from what is one. */
    private List<String> foreignRows() {
        if (legs.size() < 2 || profile.direction() == Direction.PULL) {
            return List.of();
        }
        List<TableRule> first = legs.getFirst().plan().rules();
        List<TableRule> second = legs.get(1).plan().rules();
        return IntStream.range(0, first.size())
                .filter(rule -> first.get(rule).into().equals(second.get(rule).into())
                        && first.get(rule).constants().equals(second.get(rule).constants()))
                .mapToObj(
                        rule -> "the files share the table " + first.get(rule).pattern() + " without a constant column"
                                + " that tells them apart: rows of one file count as extra for every other")
                .toList();
    }

    private VerifyReport verify(Leg leg, int limit) {
        try {
            Optional<Failure> refused = WhereCheck.of(leg);
            return refused.isPresent() ? verifyEnded(VerifyReport.Status.FAILED, refused)
                    : StandIn.look(profile.to(), leg.to(),
                            sink -> engine.verify(run, leg.plan(), leg.from(), sink, limit, listener));
        } catch (InterruptedException _) {
            return verifyEnded(VerifyReport.Status.INTERRUPTED, Optional.empty());
        }
    }

    private VerifyReport verifyEnded(VerifyReport.Status status, Optional<Failure> failure) {
        return new VerifyReport(run, profile.name(), profile.direction(), status, clock.instant(), Duration.ZERO,
                List.of(), List.of(), failure);
    }

    private Duration since(Instant startedAt) {
        return Duration.between(startedAt, clock.instant());
    }
}
