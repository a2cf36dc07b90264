package dev.tidemark.http.tracing;

import dev.tidemark.runtime.config.Environment;
import dev.tidemark.runtime.server.RunObserver;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where spans go. Closing it sends what was not sent yet. */
public final class Tracing implements AutoCloseable {
    private static final String SCOPE = "dev.tidemark";
    private static final long PATIENCE_SECONDS = 5;

    private final OpenTelemetrySdk sdk;

    private Tracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /**
     * Starts tracing if the environment names an OTLP endpoint or an exporter, as OpenTelemetry defines these variables
     * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
     */
    public static Optional<Tracing> of(Environment environment) {
        boolean wanted = environment.get("OTEL_EXPORTER_OTLP_ENDPOINT").isPresent()
                || environment.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").isPresent()
                || environment.get("OTEL_TRACES_EXPORTER").filter(name -> !name.equals("none")).isPresent();
        boolean disabled = environment.get("OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent();
        return wanted && !disabled ? Optional.of(new Tracing(sdk(environment))) : Optional.empty();
    }

    private static OpenTelemetrySdk sdk(Environment environment) {
        return AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> properties(environment))
                .build()
                .getOpenTelemetrySdk();
    }

    /** Metrics are Prometheus's, logs go where they are told to. HTTP is what OTLP asks to be the default. */
    private static Map<String, String> properties(Environment environment) {
        Map<String, String> properties = new HashMap<>(Map.of("otel.service.name", "tidemark",
                "otel.metrics.exporter", "none", "otel.logs.exporter", "none",
                "otel.exporter.otlp.protocol", "http/protobuf"));
        environment.variables().forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return properties;
    }

    /** Makes a span of each run and of each of its tables. */
    public RunObserver runs() {
        return new RunTraces(tracer());
    }

    Tracer tracer() {
        return sdk.getTracer(SCOPE);
    }

    TextMapPropagator propagator() {
        return sdk.getPropagators().getTextMapPropagator();
    }

    @Override
    public void close() {
        sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
