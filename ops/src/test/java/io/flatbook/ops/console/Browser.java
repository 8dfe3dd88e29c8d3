package io.flatbook.ops.console;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/**
 * Debian's chromium, without a screen.
 */
final class Browser implements AutoCloseable
{
    private static final String BINARY = System.getProperty("flatbook.chromium", "/usr/bin/chromium");
    private static final String DRIVER = System.getProperty("flatbook.chromedriver", "/usr/bin/chromedriver");
    private static final long PATIENCE_SECONDS = 30;

    private final ChromeDriver driver;
    private final String address;

    Browser(final String address)
    {
        this.address = address;
        final LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        final ChromeOptions options = new ChromeOptions();
        options.setBinary(BINARY);
        // A container's root has no sandbox of its own; the pages are ours.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking", "--force-device-scale-factor=1");
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(new File(DRIVER)).build(), options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(PATIENCE_SECONDS));
        extent(1280, 900);
    }

    void extent(final int width, final int height)
    {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void open(final String path)
    {
        driver.get(address + path);
    }

    WebElement await(final String css)
    {
        eventually(css, () -> !all(css).isEmpty());
        return all(css).get(0);
    }

    void awaitText(final String css, final String text)
    {
        eventually(css + " with " + text, () -> text(css).contains(text));
    }

    /**
     * Text of the first element; empty if there is none. A page that is just drawn anew has none.
     */
    String text(final String css)
    {
        final Object text = script("const e = document.querySelector(arguments[0]); return e ? e.textContent : '';",
            css);
        return String.valueOf(text);
    }

    /**
     * Attributes of all elements in the order of the page.
     */
    List<String> attributes(final String css, final String name)
    {
        final List<String> values = new ArrayList<>();
        for (final Object value : (List<?>)script("return [...document.querySelectorAll(arguments[0])]" +
            ".map(each => each.getAttribute(arguments[1]));", css, name))
        {
            values.add(String.valueOf(value));
        }
        return values;
    }

    List<WebElement> all(final String css)
    {
        return driver.findElements(By.cssSelector(css));
    }

    /**
     * Clicks as soon as there is something to click; what is drawn anew meanwhile is looked for again.
     */
    void click(final String css)
    {
        await(css);
        script("document.querySelector(arguments[0]).click();", css);
    }

    void press(final CharSequence keys)
    {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void tabTo(final String css, final int presses)
    {
        for (int press = 0; press < presses; press++)
        {
            if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0]);", css)))
            {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("the keyboard does not reach " + css);
    }

    Object script(final String script, final Object... arguments)
    {
        return ((JavascriptExecutor)driver).executeScript(script, arguments);
    }

    /**
     * Runs a script and waits until an expression is true, looking at every frame that is drawn.
     *
     * @return milliseconds that it took, since the page was opened if there is no script, and the longest time without
     * a frame.
     */
    double[] timed(final String script, final String isDone)
    {
        final List<?> took = (List<?>)asynchronous("const tell = arguments[0];" +
            "const from = " + (script.isEmpty() ? "0" : "performance.now()") + "; let longest = 0;" +
            "let last = performance.now();" + script + ';' +
            "function look() { const now = performance.now(); longest = Math.max(longest, now - last); last = now;" +
            "  if (" + isDone + ") { tell([now - from, longest]); } else { requestAnimationFrame(look); } }" +
            "requestAnimationFrame(look);");
        return new double[]{((Number)took.get(0)).doubleValue(), ((Number)took.get(1)).doubleValue()};
    }

    private Object asynchronous(final String script)
    {
        try
        {
            return driver.executeAsyncScript(script);
        }
        catch (final ScriptTimeoutException ex)
        {
            throw new AssertionError("not within " + PATIENCE_SECONDS + " s at " + location() + ": " + text("main") +
                complaints() + ", after " + script, ex);
        }
    }

    String location()
    {
        return driver.getCurrentUrl();
    }

    /**
     * What hinders those who do not see the page, or not all colors, as far as a machine can tell.
     */
    List<String> barriers()
    {
        return barriers(new AxeBuilder());
    }

    /**
     * What is hard to read for its colors.
     */
    List<String> paleTexts()
    {
        return barriers(new AxeBuilder().withOnlyRules(List.of("color-contrast")));
    }

    private List<String> barriers(final AxeBuilder axe)
    {
        final List<String> barriers = new ArrayList<>();
        for (final Rule rule : axe.analyze(driver).getViolations())
        {
            barriers.add(rule.getImpact() + ' ' + rule.getId() + ' ' + rule.getNodes());
        }
        return barriers;
    }

    /**
     * What the browser complained about since the last call.
     */
    List<String> complaints()
    {
        final List<String> complaints = new ArrayList<>();
        for (final LogEntry entry : driver.manage().logs().get(LogType.BROWSER))
        {
            if (Level.WARNING.intValue() <= entry.getLevel().intValue())
            {
                complaints.add(entry.getMessage());
            }
        }
        return complaints;
    }

    void screenshot(final Path file) throws IOException
    {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    private static void eventually(final String what, final Callable<Boolean> condition)
    {
        Awaitility.await(what).atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(condition);
    }

    @Override
    public void close()
    {
        driver.quit();
    }
}
