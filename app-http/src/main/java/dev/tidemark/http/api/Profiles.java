package dev.tidemark.http.api;

import dev.tidemark.http.problem.ProblemException;
import dev.tidemark.runtime.Syncs;

/** The profiles that requests name. */
final class Profiles {
    private static final int NOT_FOUND = 404;

    private Profiles() {
    }

    /**
     * @throws ProblemException 404 if there is no such profile
     */
    static void check(Syncs syncs, String profile) {
        if (!syncs.configuration().profileNames().contains(profile)) {
            throw new ProblemException(NOT_FOUND,
                    "there is no profile '" + profile + "'; GET /api/profiles lists those there are");
        }
    }
}
