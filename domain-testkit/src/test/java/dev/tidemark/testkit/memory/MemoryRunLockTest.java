package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.StateStore;
import dev.tidemark.testkit.contract.RunLockContract;

class MemoryRunLockTest extends RunLockContract {
    private final MemoryStateStore state = new MemoryStateStore();

    @Override
    protected StateStore openState() {
        return state.reopened();
    }
}
