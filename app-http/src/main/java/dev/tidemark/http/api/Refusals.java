package dev.tidemark.http.api;

import dev.tidemark.http.problem.Problem;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.responses.ApiResponses;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How every part of the API refuses a request, for its description. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SecurityRequirement(name = "token")
@ApiResponses({
        @ApiResponse(responseCode = "401",
                description = "No token, or one that is not known, was revoked or has expired",
                content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class))),
        @ApiResponse(responseCode = "403",
                description = "A viewer's token where an operator's is needed, or a foreign Host or Origin",
                content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class))),
        @ApiResponse(responseCode = "429",
                description = "Too many requests of this token; Retry-After tells when to go on",
                content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class))),
        @ApiResponse(responseCode = "503", description = "The state cannot be read or written now",
                content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))})
@interface Refusals {
}
