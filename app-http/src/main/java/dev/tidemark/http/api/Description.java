package dev.tidemark.http.api;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What the description of the API says of it as a whole. */
@OpenAPIDefinition(
        info = @Info(title = "Tidemark", version = "1",
                description = "Start, watch and cancel runs that move table rows between SQLite, PostgreSQL and Supabase. Every error is application/problem+json (RFC 9457), and its detail says what to do.",
                license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        tags = {@Tag(name = "Profiles", description = "What can be run"),
                @Tag(name = "Runs", description = "What runs, and what ran"),
                @Tag(name = "Rejects", description = "Rows that did not land"),
                @Tag(name = "Access", description = "Who calls, and who did what"),
                @Tag(name = "Health", description = "Whether the server answers")})
@SecurityScheme(name = "token", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "tidemark_ID_SECRET",
        description = "Made by `tidemark token create --role viewer|operator NAME`. As long as there is none, callers on the server's own machine need none.")
final class Description {

    private Description() {
    }
}
