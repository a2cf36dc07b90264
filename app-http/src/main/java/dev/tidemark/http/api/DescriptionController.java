package dev.tidemark.http.api;

import dev.tidemark.http.problem.ProblemException;
import dev.tidemark.http.security.Access;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves the description of the API, which the build makes of the code, and Swagger UI to read it with, which the build puts
 * beside it: nothing comes from elsewhere.
 */
@Controller
@Hidden
final class DescriptionController {
    private static final int NOT_FOUND = 404;
    private static final MediaType YAML = new MediaType("application/yaml", "yml");
    private static final String MADE = "classpath:META-INF/swagger/";
    private static final String SWAGGER_UI = MADE + "views/swagger-ui/res/";
    private static final String OURS = "classpath:viewer/";

    /** What the viewer is made of, and nothing else. */
    private static final Map<String, File> FILES = Map.of(
            "viewer.js", new File(OURS, new MediaType("text/javascript")),
            "swagger-ui-bundle.js", new File(SWAGGER_UI, new MediaType("text/javascript")),
            "swagger-ui.css", new File(SWAGGER_UI, new MediaType("text/css")),
            "favicon-32x32.png", new File(SWAGGER_UI, new MediaType("image/png")));

    private final ResourceResolver resources;

    DescriptionController(ResourceResolver resources) {
        this.resources = resources;
    }

    private record File(String folder, MediaType type) {
    }

    @Get("/openapi.yml")
    @Secured(Access.VIEWER)
    HttpResponse<StreamedFile> description() {
        return file(MADE + "tidemark.yml", YAML);
    }

    @Get("/docs")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<StreamedFile> viewer() {
        return file(OURS + "index.html", MediaType.TEXT_HTML_TYPE);
    }

    @Get("/docs/{name}")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<StreamedFile> part(@PathVariable String name) {
        @Nullable
        File file = FILES.get(name);
        if (file == null) {
            throw new ProblemException(NOT_FOUND, "the viewer has no file '" + name + "'; it is at /docs");
        }
        return file(file.folder() + name, file.type());
    }

    private HttpResponse<StreamedFile> file(String resource, MediaType type) {
        StreamedFile file = resources.getResourceAsStream(resource).map(stream -> new StreamedFile(stream, type))
                .orElseThrow(() -> new IllegalStateException("this build lacks " + resource));
        return HttpResponse.ok(file).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
}
