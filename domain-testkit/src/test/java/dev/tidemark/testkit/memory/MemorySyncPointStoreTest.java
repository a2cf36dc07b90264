package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.StateStore;
import dev.tidemark.testkit.contract.SyncPointStoreContract;

class MemorySyncPointStoreTest extends SyncPointStoreContract {
    private final MemoryStateStore state = new MemoryStateStore();

    @Override
    protected StateStore openState() {
        return state.reopened();
    }
}
