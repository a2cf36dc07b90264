package dev.tidemark.cli;

import dev.tidemark.testkit.supabase.PostgrestSettings;
import dev.tidemark.testkit.supabase.SupabaseExtension;
import dev.tidemark.testkit.supabase.SupabaseProject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SupabaseExtension.class)
final class SupabaseChangesTest extends ChangesContract {
    private static final String SCHEMA = "stock";

    private final SupabaseProject project;

    SupabaseChangesTest(SupabaseProject project) {
        this.project = project;
    }

    @Override
    Side sink(Path folder) {
        project.database().execute("drop schema if exists " + SCHEMA + " cascade");
        project.createSchema(SCHEMA);
        project.restart(PostgrestSettings.HOSTED.withSchemas("public", SCHEMA));
        return this::connect;
    }

    /** Over REST no table can be made. */
    @Override
    boolean makesTables() {
        return false;
    }

    @Override
    void ready() {
        project.execute(
                "create table if not exists stock.customers (id bigint primary key, name text not null, n bigint)",
                "create table if not exists stock.orders (id bigint primary key, customer bigint references"
                        + " stock.customers(id), total double precision)",
                "create table if not exists stock.visits (id bigint primary key, what text, seen bigint)");
    }

    @Override
    void readyForSnapshots() {
        project.execute("drop table stock.orders", "drop table stock.customers",
                "create table stock.customers (id bigint, name text not null, n bigint, collected_on date,"
                        + " primary key (id, collected_on))");
    }

    private Connection connect() throws SQLException {
        Connection connection = project.database().connect();
        connection.setSchema(SCHEMA);
        return connection;
    }

    @Override
    String connection() {
        return "{ type: supabase, url: \"${SUPABASE_URL}\" }";
    }

    @Override
    String profileLines() {
        return "    sink-schema: " + SCHEMA + "\n";
    }

    @Override
    Map<String, String> variables() {
        return Map.of("SUPABASE_URL", project.url().toString(), "SUPABASE_SECRET_KEY", project.secretKey());
    }

    /** The transactions that wrote the rows, and where the rows lie: an update makes a new version elsewhere. */
    @Override
    String trace(Side sink) throws SQLException {
        return sink.rows("select xmin, xmax, ctid, id from customers order by id") + " "
                + sink.rows("select xmin, xmax, ctid, id from orders order by id");
    }
}
