package dev.tidemark.http.api;

import dev.tidemark.http.security.Access;
import dev.tidemark.http.security.Caller;
import dev.tidemark.runtime.server.ProfileList;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Lists the profiles and where they stand. */
@Controller("/api/profiles")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Access.VIEWER)
@Tag(name = "Profiles")
@Refusals
final class ProfilesController {
    private final ProfileList profiles;

    ProfilesController(ProfileList profiles) {
        this.profiles = profiles;
    }

    @Get
    @Operation(operationId = "listProfiles", summary = "The profiles, their last runs and their next",
            description = "A second old at most, or some seconds where a profile has very many files.")
    @ApiResponse(responseCode = "200", description = "All profiles of the configuration")
    ProfilesAnswer list(Authentication authentication) {
        boolean operator = Caller.of(authentication).isOperator();
        return new ProfilesAnswer(
                profiles.all().stream().map(profile -> ProfileSummary.of(profile, operator)).toList());
    }
}
