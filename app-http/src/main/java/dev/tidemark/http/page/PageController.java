package dev.tidemark.http.page;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.exceptions.HttpStatusException;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The page at {@code /} and what it is made of, for everybody: it holds nothing and asks for a token. Thread-safe. */
@Controller
@Hidden
final class PageController {
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    @Get
    HttpResponse<?> page(HttpRequest<?> request) {
        return answer(request, "index.html");
    }

    @Get("/assets/{+name}")
    HttpResponse<?> asset(@PathVariable String name, HttpRequest<?> request) {
        return answer(request, name);
    }

    private HttpResponse<?> answer(HttpRequest<?> request, String name) {
        PageFile file = find(name)
                .orElseThrow(() -> new HttpStatusException(HttpStatus.NOT_FOUND, "the page has no such file"));
        boolean known = file.etag().equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH));
        MutableHttpResponse<?> response = known ? HttpResponse.status(HttpStatus.NOT_MODIFIED)
                : HttpResponse.ok(file.content()).contentType(file.type());
        // Kept, and asked about each time: a server that was replaced shows its own page at once.
        return response.header(HttpHeaders.ETAG, file.etag()).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    private Optional<PageFile> find(String name) {
        Optional<PageFile> kept = Optional.ofNullable(files.get(name));
        if (kept.isPresent()) {
            return kept;
        }
        // Only what is there is kept, so that no caller fills the memory with names.
        Optional<PageFile> found = PageFile.find(name);
        found.ifPresent(file -> files.put(name, file));
        return found;
    }
}
