package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SyncMode;
import java.util.Optional;

/**
 * Settles the mode and the changes of a table: what is given for one call beats what the table says, which beats what its
 * profile says.
 *
 * @param forcedMode given for this call
 * @param mode of the profile
 * @param forcedChanges given for this call
 * @param changes of the profile
 */
record TableChoice(Optional<SyncMode> forcedMode, SyncMode mode, Optional<Changes> forcedChanges, Changes changes) {

    /** The rows of a snapshot are never anything else: as another mode's they would stand for all snapshots together. */
    SyncMode mode(Optional<SyncMode> ofTable) {
        SyncMode written = ofTable.orElse(mode);
        return written instanceof SyncMode.Snapshot ? written : forcedMode.orElse(written);
    }

    ChangeDetection changes(Optional<Changes> ofTable, SyncMode settled, Connection to) {
        return forcedChanges.or(() -> ofTable).orElse(changes).of(settled, to);
    }
}
