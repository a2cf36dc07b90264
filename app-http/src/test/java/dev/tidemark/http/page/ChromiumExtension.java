package dev.tidemark.http.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the one {@link Browser} of all tests, started when the first asks for it and ended with the last. */
final class ChromiumExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ChromiumExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE)
                .getOrComputeIfAbsent(Started.class, _ -> Started.start(), Started.class)
                .browser();
    }

    /** JUnit closes what its store holds; Chromium's processes end with it. */
    private record Started(Playwright playwright, Browser browser) implements AutoCloseable {
        /** No sandbox, as root in a container has none; nothing that asks the network on its own. */
        private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
                "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync");

        /** A machine that builds much else besides must not fail a test. */
        private static final double SLOWEST_MILLIS = 30_000;

        static Started start() {
            LaunchOptions options = new LaunchOptions().setExecutablePath(Programs.chromium()).setArgs(ARGUMENTS);
            PlaywrightAssertions.setDefaultAssertionTimeout(SLOWEST_MILLIS);
            Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of(
                    "PLAYWRIGHT_NODEJS_PATH", Programs.node().toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return new Started(playwright, playwright.chromium().launch(options));
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }
}
