package dev.tidemark.http.api;

import dev.tidemark.http.security.Access;
import dev.tidemark.http.security.Caller;
import dev.tidemark.runtime.AccessTokens;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Tells callers who they are, so that a page can offer what they may do. */
@Controller("/api/me")
@Secured(Access.VIEWER)
@Tag(name = "Access")
@Refusals
final class MeController {

    @Get
    @Operation(operationId = "me", summary = "Who I am, and what I may do")
    @ApiResponse(responseCode = "200", description = "The bearer of the token")
    Me me(Authentication authentication) {
        Caller caller = Caller.of(authentication);
        return new Me(caller.name(), AccessTokens.word(caller.role()), caller.expiresAt().orElse(null));
    }
}
