package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.SizeProbeContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemorySizeProbeTest extends SizeProbeContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
