package dev.tidemark.runtime.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.LifeCycle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;

/**
 * Puts the fields of the {@link RunScope} beside those that a library put into the MDC itself. A
 * {@code logback.xml} names it.
 */
public final class RunScopeFields extends ContextAwareBase implements LoggerContextListener, LifeCycle {
    private boolean started;

    @Override
    public void start() {
        addTo((LoggerContext) getContext());
        started = true;
    }

    /** For who sets up the log in Java. */
    public static void addTo(LoggerContext context) {
        context.setMDCAdapter(new Fields(context.getMDCAdapter()));
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void onStart(LoggerContext context) {
        // The fields are there from the first line on.
    }

    @Override
    public void onReset(LoggerContext context) {
        // They stay.
    }

    @Override
    public void onStop(LoggerContext context) {
        // Nothing is held.
    }

    @Override
    public void onLevelChange(Logger logger, Level level) {
        // The fields do not depend on it.
    }

    /** Only asked for lines; what is put goes to the adapter that SLF4J knows. */
    private static final class Fields extends LogbackMDCAdapter {
        private final MDCAdapter mdc;

        Fields(MDCAdapter mdc) {
            this.mdc = mdc;
        }

        @Override
        public Map<String, String> getPropertyMap() {
            return getCopyOfContextMap();
        }

        @Override
        public Map<String, String> getCopyOfContextMap() {
            Map<String, String> scope = RunScope.fields();
            @Nullable
            Map<String, String> others = mdc.getCopyOfContextMap();
            if (others == null || others.isEmpty()) {
                return scope;
            }
            Map<String, String> both = new HashMap<>(others);
            both.putAll(scope);
            return both;
        }
    }
}
