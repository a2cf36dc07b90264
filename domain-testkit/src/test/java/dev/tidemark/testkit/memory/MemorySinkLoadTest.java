package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.SinkLoadContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemorySinkLoadTest extends SinkLoadContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture(MemoryStore.thatLoads("test"));
    }
}
