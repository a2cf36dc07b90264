package dev.tidemark.testkit.contract;

import dev.tidemark.domain.port.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of a state store's ports share: the state, empty at first, and a second look at it. */
public abstract class StateContract {
    private StateStore state;

    /**
     * Opens the state of this test, empty at first. Another call opens the same state again, while the first may be open
     * still, as a second process would.
     */
    protected abstract StateStore openState() throws Exception;

    @BeforeEach
    final void openFirst() throws Exception {
        state = openState();
    }

    @AfterEach
    final void closeFirst() {
        state.close();
    }

    protected final StateStore state() {
        return state;
    }

    /** Closes the state and opens it again, as the next run does. */
    protected final StateStore reopened() throws Exception {
        state.close();
        state.close();
        state = openState();
        return state;
    }
}
