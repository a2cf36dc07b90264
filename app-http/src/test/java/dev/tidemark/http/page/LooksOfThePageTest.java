package dev.tidemark.http.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tidemark.http.PageServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ChromiumExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
final class LooksOfThePageTest {
    private static final int HISTORY = 60;
    /** Places of which the documentation shows a picture. */
    private static final Map<String, String> PICTURES = Map.of("RUN", "phone", "#/profiles/shop", "phone-profile");
    /** What WCAG 2.2 asks of texts, level AA. */
    private static final double LEAST_CONTRAST = 4.5;

    /** The contrast of a colour on another, as WCAG 2.2 defines it. */
    private static final String CONTRASTS = """
            () => {
              const probe = document.body.appendChild(document.createElement('i'));
              const light = name => {
                probe.style.color = `var(--${name})`;
                const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).map(part => part / 255)
                  .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const contrast = (one, other) => {
                const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
                return (bright + 0.05) / (dark + 0.05);
              };
              const all = {'on-accent': contrast('on-accent', 'accent')};
              for (const ground of ['surface', 'ground']) {
                for (const ink of ['ink', 'muted', 'accent', 'good', 'warn', 'bad', 'calm', 'guard']) {
                  all[`${ink} on ${ground}`] = contrast(ink, ground);
                }
              }
              return all;
            }""";

    private final Browser browser;
    private final PageServer server;
    private String run = "";

    LooksOfThePageTest(Browser browser, @TempDir Path folder) throws Exception {
        this.browser = browser;
        this.server = PageServer.start(folder);
        server.pretendRuns(HISTORY);
    }

    @BeforeAll
    void hasARunWithRejects() {
        try (Visit visit = Visit.of(browser, server).go("#/profiles/shop")) {
            visit.button("Start").click();
            visit.page().getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Start")).click();
            assertThat(visit.status()).hasText("Rejects", new HasTextOptions().setTimeout(60_000));
            run = visit.page().url().replaceFirst(".*#", "#");
        }
    }

    @AfterAll
    void end() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
    void textsStandOutInLightAndDark(ColorScheme colors) {
        try (Visit visit = Visit.of(browser, server,
                new NewContextOptions().setViewportSize(1200, 800).setColorScheme(colors))) {
            visit.page().locator(".card").first().waitFor();
            if (colors == ColorScheme.LIGHT) {
                visit.picture("profiles");
            }
            Map<?, ?> contrasts = (Map<?, ?>) visit.page().evaluate(CONTRASTS);
            Map<?, ?> poor = contrasts.entrySet().stream()
                    .filter(entry -> ((Number) entry.getValue()).doubleValue() < LEAST_CONTRAST)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            assertEquals(17, contrasts.size());
            assertEquals(Map.of(), poor);
        }
    }

    @Test
    void lightAndDarkFollowTheSystem() {
        try (Visit visit = Visit.of(browser, server)) {
            visit.page().locator(".card").first().waitFor();
            Object light = background(visit);
            visit.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            assertEquals("rgb(245, 247, 248)", light);
            assertEquals("rgb(14, 20, 23)", background(visit));
        }
    }

    private static Object background(Visit visit) {
        return visit.page().evaluate("getComputedStyle(document.documentElement).backgroundColor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/profiles", "#/profiles/shop", "#/runs", "RUN", "#/rejects/shop", "#/audit", "#/nowhere"})
    void aPhoneNeedsNoScrollingToTheSide(String place) {
        try (Visit visit = Visit.onAPhone(browser, server, ColorScheme.DARK).go(place.equals("RUN") ? run : place)) {
            visit.page().locator("main h1, main .empty").first().waitFor();
            assertThat(visit.page().locator(".waiting")).hasCount(0);
            Optional.ofNullable(PICTURES.get(place)).ifPresent(visit::picture);
            assertEquals(0, visit.overflow());
        }
    }

    @Test
    void theDialogsFitOnAPhone() {
        try (Visit visit = Visit.onAPhone(browser, server, ColorScheme.LIGHT).go("#/profiles/shop")) {
            visit.button("Start").click();
            Locator dialog = visit.page().getByRole(AriaRole.DIALOG);
            dialog.getByText("Preview").click();
            dialog.locator(".plan-sum").waitFor();
            assertTrue(dialog.boundingBox().width <= 360, "width: " + dialog.boundingBox().width);
            assertEquals(0, visit.overflow());
        }
    }

    @Test
    void fingersFindWhatTheyPress() {
        try (Visit visit = Visit.onAPhone(browser, server, ColorScheme.LIGHT).go("#/profiles/shop")) {
            Locator buttons = visit.page().locator("main .button:visible");
            buttons.first().waitFor();
            for (Locator button : buttons.all()) {
                assertTrue(button.boundingBox().height >= 38, button.textContent());
            }
        }
    }
}
