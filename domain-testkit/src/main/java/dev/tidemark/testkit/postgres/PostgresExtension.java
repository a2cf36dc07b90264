package dev.tidemark.testkit.postgres;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a {@link PostgresDatabase} to the constructor, the methods and the life-cycle methods of a test class: a fresh
 * database a class, on one server that is started when the first is asked for and stopped with the JVM's tests.
 */
public final class PostgresExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PostgresDatabase.class;
    }

    @Override
    public PostgresDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return databaseOf(context);
    }

    /** The database of the outermost test class, for an extension that builds on it. */
    public static PostgresDatabase databaseOf(ExtensionContext context) {
        PostgresServer server = context.getRoot().getStore(NAMESPACE)
                .getOrComputeIfAbsent(PostgresServer.class, _ -> PostgresServer.start(), PostgresServer.class);
        ExtensionContext topClass = topClass(context);
        return topClass.getStore(NAMESPACE)
                .getOrComputeIfAbsent(topClass.getRequiredTestClass(), _ -> new Lent(server), Lent.class).database();
    }

    /** The context of the outermost test class; nested classes share its database. */
    public static ExtensionContext topClass(ExtensionContext context) {
        ExtensionContext top = context;
        while (top.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
            top = top.getParent().orElseThrow();
        }
        return top;
    }

    /** A database of one test class, dropped at its end. */
    private record Lent(PostgresServer server, PostgresDatabase database) implements AutoCloseable {
        Lent(PostgresServer server) {
            this(server, server.administration().createDatabase("test_" + ProcessHandle.current().pid()));
        }

        @Override
        public void close() {
            database.dropBy(server.administration());
        }
    }
}
