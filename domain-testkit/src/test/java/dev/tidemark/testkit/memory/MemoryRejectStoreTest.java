package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.StateStore;
import dev.tidemark.testkit.contract.RejectStoreContract;

class MemoryRejectStoreTest extends RejectStoreContract {
    private final MemoryStateStore state = new MemoryStateStore();

    @Override
    protected StateStore openState() {
        return state.reopened();
    }
}
