package dev.tidemark.runtime.config;

import dev.tidemark.domain.plan.ChangeDetection;
import dev.tidemark.domain.plan.SyncMode;

/** How changed rows are to be found, as somebody wrote it. */
sealed interface Changes {

    /** What it comes to for a table of this mode that is written to this store. */
    ChangeDetection of(SyncMode mode, Connection to);

    /** Tidemark chooses. */
    record Auto() implements Changes {
        @Override
        public ChangeDetection of(SyncMode mode, Connection to) {
            return switch (to) {
                case Connection.Sqlite _, Connection.Postgres _ -> near(mode);
                case Connection.Supabase _ -> far(mode);
            };
        }

        /** Reading the sink back over REST costs as much as writing to it: what is remembered costs nothing. */
        private static ChangeDetection far(SyncMode mode) {
            return switch (mode) {
                case SyncMode.FullRefresh _ -> new ChangeDetection.Compare();
                case SyncMode.InsertOnly _, SyncMode.Upsert _, SyncMode.Snapshot _ -> new ChangeDetection.Digest();
            };
        }

        /** Reading the sink back costs less than writing to it; rows that are never updated need no look at their values. */
        private static ChangeDetection near(SyncMode mode) {
            return switch (mode) {
                case SyncMode.InsertOnly _ -> new ChangeDetection.All();
                case SyncMode.Upsert _, SyncMode.FullRefresh _, SyncMode.Snapshot _ -> new ChangeDetection.Compare();
            };
        }
    }

    /** The user chose; a full refresh reads both sides whatever it is. */
    record Told(ChangeDetection how) implements Changes {
        @Override
        public ChangeDetection of(SyncMode mode, Connection to) {
            return how;
        }
    }
}
