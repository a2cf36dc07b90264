package dev.tidemark.testkit.fake;

import dev.tidemark.domain.port.Sink;
import dev.tidemark.domain.port.SizeProbe;
import dev.tidemark.domain.port.Source;
import dev.tidemark.domain.port.Store;

/** A store that fails where a test says so. */
public record FaultyStore(Store store, Faults faults) implements Store {

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public Source openSource() {
        int nth = faults.begin(Step.OPEN_SOURCE);
        Source opened = new FaultySource(store.openSource(), faults);
        faults.end(Step.OPEN_SOURCE, nth);
        return opened;
    }

    @Override
    public Sink openSink() {
        int nth = faults.begin(Step.OPEN_SINK);
        Sink opened = new FaultySink(store.openSink(), faults);
        faults.end(Step.OPEN_SINK, nth);
        return opened;
    }

    @Override
    public SizeProbe sizes() {
        return store.sizes();
    }

    @Override
    public Visibility visibility() {
        return store.visibility();
    }
}
