package dev.tidemark.testkit.supabase;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Which requests go wrong, and how. */
final class FaultRule {
    private final Predicate<GatewayRequest> which;
    private final IntPredicate numbers;
    private final Fault fault;
    private final AtomicInteger matches = new AtomicInteger();

    /** @param numbers which of the matching requests, counted from 1 */
    FaultRule(Predicate<GatewayRequest> which, IntPredicate numbers, Fault fault) {
        this.which = which;
        this.numbers = numbers;
        this.fault = fault;
    }

    /** Counts the request if it matches. */
    Optional<Fault> of(GatewayRequest request) {
        boolean fires = which.test(request) && numbers.test(matches.incrementAndGet());
        return fires ? Optional.of(fault) : Optional.empty();
    }
}
