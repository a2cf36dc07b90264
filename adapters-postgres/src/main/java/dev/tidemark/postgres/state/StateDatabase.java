package dev.tidemark.postgres.state;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.data.jdbc.config.DataJdbcConfiguration;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The open state and the smallest Micronaut context that gives its repositories: one data source, no configuration files,
 * no environment. Every access is one transaction on the {@link StateThreads}, and its failures are told by {@link
 * StateErrors}.
 */
final class StateDatabase implements AutoCloseable {
    /** The data source's name, which the repositories give. */
    static final String NAME = "postgres-state";

    /**
     * Within the transaction, so that it holds behind a transaction pooler too. What was saved is durable when the commit
     * returns, even where a role's default is not to wait for the disk; stricter settings stay.
     */
    private static final String SETTINGS = """
            select set_config('search_path', ?, true),
                case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', true) end""";

    private final String schema;
    private final StateThreads threads;
    private final HikariDataSource pool;
    private final ApplicationContext context;
    private final TransactionOperations<Connection> transactions;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StateDatabase(String schema, StateThreads threads, HikariDataSource pool) {
        this.schema = schema;
        this.threads = threads;
        this.pool = pool;
        this.context = context(pool);
        this.transactions = transactions(context);
    }

    /** Connects, making or migrating the schema where needed. */
    static StateDatabase open(String jdbcUrl, String user, String password, String schema) {
        StateThreads threads = new StateThreads();
        try {
            return threads.call(() -> connect(jdbcUrl, user, password, schema, threads));
        } catch (ExecutionException e) {
            threads.close();
            throw StateErrors.translate("opening it", schema, e);
        }
    }

    <R> R rows(Class<R> repository) {
        return context.getBean(repository);
    }

    /** Reads, in one transaction. */
    <T> T read(String doing, Supplier<T> work) {
        return run(doing, TransactionDefinition.READ_ONLY, work);
    }

    /** Does all of the work in one transaction, durable when this returns, or nothing of it. */
    void write(String doing, Runnable work) {
        change(doing, () -> {
            work.run();
            return true;
        });
    }

    /** As {@link #write}, for work that has a result. */
    <T> T change(String doing, Supplier<T> work) {
        return run(doing, TransactionDefinition.DEFAULT, work);
    }

    /**
     * Connections that the server or something on the way closed since they were used last are passed over: nothing of the
     * work was begun on them.
     */
    private <T> T run(String doing, TransactionDefinition kind, Supplier<T> work) {
        for (int broken = 0;; broken++) {
            AtomicBoolean connected = new AtomicBoolean();
            AtomicBoolean begun = new AtomicBoolean();
            try {
                return threads.call(() -> transactions.execute(kind, status -> {
                    connected.set(true);
                    prepare(status.getConnection());
                    begun.set(true);
                    return work.get();
                }));
            } catch (ExecutionException e) {
                if (!connected.get() || begun.get() || broken == StateThreads.COUNT) {
                    throw StateErrors.translate(doing, schema, e);
                }
            }
        }
    }

    private void prepare(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SETTINGS)) {
            statement.setString(1, quoted(schema));
            statement.execute();
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        context.close();
        pool.close();
        threads.close();
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static StateDatabase connect(String jdbcUrl, String user, String password, String schema,
            StateThreads threads)
            throws SQLException {
        HikariDataSource pool = pool("tidemark-state", jdbcUrl, user, password);
        try {
            Migrations.apply(pool, schema);
            return new StateDatabase(schema, threads, pool);
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Fails at once if the server cannot be reached or lets us not in. */
    static HikariDataSource pool(String name, String jdbcUrl, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(jdbcUrl);
        if (!user.isEmpty()) {
            config.setUsername(user);
            config.setPassword(password);
        }
        config.setMaximumPoolSize(StateThreads.COUNT);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("ApplicationName", "tidemark state");
        // No statement is named on the server: it would be another session's behind a transaction pooler.
        config.addDataSourceProperty("prepareThreshold", "0");
        // Rejects of a batch go in few statements.
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // A server that falls silent is noticed before a lease runs out.
        config.addDataSourceProperty("connectTimeout", "10");
        config.addDataSourceProperty("socketTimeout", "20");
        return new HikariDataSource(config);
    }

    @SuppressWarnings("unchecked")
    private static TransactionOperations<Connection> transactions(ApplicationContext context) {
        return context.getBean(TransactionOperations.class, Qualifiers.byName(NAME));
    }

    private static ApplicationContext context(DataSource source) {
        DataJdbcConfiguration dialect = new DataJdbcConfiguration(NAME);
        dialect.setDialect(Dialect.POSTGRES);
        return ApplicationContext.builder(StateDatabase.class.getClassLoader()).deduceEnvironment(false)
                .environmentPropertySource(false).enableDefaultPropertySources(false).banner(false)
                .beanDefinitions(named(DataSource.class, source), named(DataJdbcConfiguration.class, dialect)).start();
    }

    private static <B> RuntimeBeanDefinition<B> named(Class<B> type, B bean) {
        return RuntimeBeanDefinition.builder(type, () -> bean).named(NAME).singleton(true).build();
    }
}
