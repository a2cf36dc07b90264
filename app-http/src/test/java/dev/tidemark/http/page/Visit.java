package dev.tidemark.http.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tidemark.http.PageServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Somebody who looks at the page, in a window of their own. What the browser complains of fails the test. */
final class Visit implements AutoCloseable {
    private static final double SLOWEST_MILLIS = 30_000;

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private Visit(BrowserContext context, String address) {
        this.context = context;
        this.page = context.newPage();
        page.setDefaultTimeout(SLOWEST_MILLIS);
        page.onConsoleMessage(message -> {
            // An answer that is an error is the server's business; a breach of the content policy is ours.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> requests.add(request.url().substring(address.length())));
        page.navigate(address);
    }

    static Visit of(Browser browser, PageServer server) {
        return of(browser, server, new NewContextOptions().setViewportSize(1200, 800));
    }

    static Visit onAPhone(Browser browser, PageServer server, ColorScheme colors) {
        return of(browser, server, new NewContextOptions().setViewportSize(360, 740).setHasTouch(true)
                .setColorScheme(colors));
    }

    static Visit of(Browser browser, PageServer server, NewContextOptions options) {
        return new Visit(
                browser.newContext(options.setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE)),
                server.address() + "/");
    }

    Visit logIn(String token) {
        page.getByLabel("Token").fill(token);
        button("Log in").click();
        heading("Profiles").waitFor();
        return this;
    }

    /** Goes to a place of the page, such as {@code #/profiles/shop}. */
    Visit go(String place) {
        page.evaluate("place => { location.hash = place; }", place);
        return this;
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The state of the run that is shown. */
    Locator status() {
        return page.locator(".head .badge");
    }

    /** What was asked of the API. */
    List<String> requests() {
        return requests.stream().filter(path -> path.startsWith("api/")).toList();
    }

    /** How far the page is wider than its window. */
    int overflow() {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
    }

    /** For the documentation, where {@code -Dtest.screenshots} names a folder. */
    void picture(String name) {
        pictures().ifPresent(
                folder -> page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + ".png"))));
    }

    static Optional<Path> pictures() {
        return Optional.ofNullable(System.getProperty("test.screenshots")).map(Path::of);
    }

    @Override
    public void close() {
        context.close();
        assertEquals(List.of(), complaints);
    }
}
