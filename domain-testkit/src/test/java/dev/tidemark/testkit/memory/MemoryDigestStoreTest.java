package dev.tidemark.testkit.memory;

import dev.tidemark.domain.port.StateStore;
import dev.tidemark.testkit.contract.DigestStoreContract;

class MemoryDigestStoreTest extends DigestStoreContract {
    private final MemoryStateStore state = new MemoryStateStore();

    @Override
    protected StateStore openState() {
        return state.reopened();
    }
}
