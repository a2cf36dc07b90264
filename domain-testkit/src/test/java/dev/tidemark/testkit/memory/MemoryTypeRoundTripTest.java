package dev.tidemark.testkit.memory;

import dev.tidemark.testkit.contract.StoreFixture;
import dev.tidemark.testkit.contract.TypeRoundTripContract;

class MemoryTypeRoundTripTest extends TypeRoundTripContract {
    @Override
    protected StoreFixture openFixture() {
        return new MemoryFixture();
    }
}
