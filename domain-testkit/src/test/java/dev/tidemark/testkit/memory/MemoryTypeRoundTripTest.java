package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.TypeRoundTripContract;
import dev.tidemark.testkit.contract.StoreFixture;

class MemoryTypeRoundTripTest extends TypeRoundTripContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
