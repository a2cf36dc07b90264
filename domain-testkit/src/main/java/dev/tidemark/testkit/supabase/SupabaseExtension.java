package dev.tidemark.testkit.supabase;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import dev.tidemark.testkit.postgres.PostgresExtension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a {@link SupabaseProject} to the constructor, the methods and the life-cycle methods of a test class: a fresh project
 * a class, in a database of its own on the server of {@link PostgresExtension}; it starts in a fraction of a second.
 */
public final class SupabaseExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SupabaseExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SupabaseProject.class;
    }

    @Override
    public SupabaseProject resolveParameter(ParameterContext parameter, ExtensionContext context) {
        PostgresDatabase database = PostgresExtension.databaseOf(context);
        ExtensionContext topClass = PostgresExtension.topClass(context);
        return topClass.getStore(NAMESPACE)
                .getOrComputeIfAbsent(topClass.getRequiredTestClass(),
                        _ -> new SupabaseProject(database.createDatabase()),
                        SupabaseProject.class);
    }
}
