package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.SinkContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemorySinkTest extends SinkContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
