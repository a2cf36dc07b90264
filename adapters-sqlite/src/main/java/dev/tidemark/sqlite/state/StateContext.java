package dev.tidemark.sqlite.state;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.data.jdbc.config.DataJdbcConfiguration;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The smallest Micronaut context that gives the repositories: one data source, no configuration files, no environment. It
 * takes a seventh of a start and does not depend on the file, so it may be made while others find out which file it is.
 */
final class StateContext implements AutoCloseable {
    private static final AtomicReference<@Nullable FutureTask<StateContext>> AHEAD = new AtomicReference<>();

    private final StateDataSource source = new StateDataSource();
    private final ApplicationContext context;
    private final TransactionOperations<Connection> transactions;

    private StateContext() {
        this.context = context(source);
        this.transactions = transactions(context);
    }

    /** Begins to make the next one, on a thread that nobody waits for unless {@link #take} does. */
    static void begin() {
        FutureTask<StateContext> making = new FutureTask<>(() -> {
            boolean _ = SQLiteJDBCLoader.initialize();
            return new StateContext();
        });
        if (AHEAD.compareAndSet(null, making)) {
            Thread _ = Thread.ofPlatform().daemon().name("tidemark-state-ahead").start(making);
        }
    }

    /** The one that was begun, or another. */
    static StateContext take(StateConnection connection) {
        FutureTask<StateContext> making = AHEAD.getAndSet(null);
        StateContext made = making == null ? new StateContext() : made(making);
        made.source.use(connection);
        return made;
    }

    private static StateContext made(FutureTask<StateContext> making) {
        try {
            return making.get();
        } catch (ExecutionException _) {
            // What is wrong, the next try tells on the thread that asked.
            return new StateContext();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new StateContext();
        }
    }

    <R> R rows(Class<R> repository) {
        return context.getBean(repository);
    }

    TransactionOperations<Connection> transactions() {
        return transactions;
    }

    @Override
    public void close() {
        context.close();
    }

    @SuppressWarnings("unchecked")
    private static TransactionOperations<Connection> transactions(ApplicationContext context) {
        return context.getBean(TransactionOperations.class, Qualifiers.byName(StateDatabase.NAME));
    }

    private static ApplicationContext context(DataSource source) {
        DataJdbcConfiguration dialect = new DataJdbcConfiguration(StateDatabase.NAME);
        dialect.setDialect(Dialect.ANSI);
        return ApplicationContext.builder(StateDatabase.class.getClassLoader()).deduceEnvironment(false)
                .environmentPropertySource(false).enableDefaultPropertySources(false).banner(false)
                .beanDefinitions(named(DataSource.class, source), named(DataJdbcConfiguration.class, dialect)).start();
    }

    private static <B> RuntimeBeanDefinition<B> named(Class<B> type, B bean) {
        return RuntimeBeanDefinition.builder(type, () -> bean).named(StateDatabase.NAME).singleton(true).build();
    }
}
