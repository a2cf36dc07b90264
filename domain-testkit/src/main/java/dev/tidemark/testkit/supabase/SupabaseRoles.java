package dev.tidemark.testkit.supabase;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes a database look like a Supabase project's: its roles, their time-outs, grants, and the reload after DDL. */
final class SupabaseRoles {
    static final String LOGIN = "authenticator";
    static final String PASSWORD = "authenticator";
    /** Where what is ours lives; served beside the project's schemas, so that a reload can be seen. */
    static final String TESTBED = "testbed";

    /** As in supabase/postgres, migrations/db/init-scripts. Roles belong to the server: whoever comes first makes them. */
    private static final String ROLES = """
            do $$
            begin
              lock table pg_catalog.pg_authid in share row exclusive mode;
              if not exists (select from pg_roles where rolname = 'anon') then
                create role anon nologin noinherit;
                alter role anon set statement_timeout = '3s';
              end if;
              if not exists (select from pg_roles where rolname = 'authenticated') then
                create role authenticated nologin noinherit;
                alter role authenticated set statement_timeout = '8s';
              end if;
              if not exists (select from pg_roles where rolname = 'service_role') then
                create role service_role nologin noinherit bypassrls;
              end if;
              if not exists (select from pg_roles where rolname = 'authenticator') then
                create role authenticator login noinherit password 'authenticator';
                alter role authenticator set statement_timeout = '8s';
                alter role authenticator set lock_timeout = '8s';
                grant anon, authenticated, service_role to authenticator;
              end if;
            end $$""";

    /** Supabase's own; 20220118070449 and later migrations. */
    private static final String RELOAD_AFTER_DDL = """
            create schema extensions;
            create function extensions.pgrst_ddl_watch() returns event_trigger language plpgsql as $$
            begin
              perform pg_notify('pgrst', 'reload schema');
            end $$;
            create event trigger pgrst_ddl_watch on ddl_command_end execute function extensions.pgrst_ddl_watch();
            create event trigger pgrst_drop_watch on sql_drop execute function extensions.pgrst_ddl_watch()""";

    private SupabaseRoles() {
    }

    static void prepare(PostgresDatabase database) {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute(ROLES);
            statement.execute("create schema " + TESTBED);
            grant(statement, TESTBED);
            grant(statement, "public");
            statement.execute(RELOAD_AFTER_DDL);
        } catch (SQLException e) {
            throw new AssertionError("the test database does not become a Supabase project's", e);
        }
    }

    /** Takes the reload after DDL away. */
    static void stopReloads(PostgresDatabase database) {
        database.execute("drop event trigger if exists pgrst_ddl_watch",
                "drop event trigger if exists pgrst_drop_watch");
    }

    /** What the API's roles may do in the schema, and with everything that is made there from now on. */
    static void grant(Statement statement, String schema) throws SQLException {
        String all = " to anon, authenticated, service_role";
        String future = "alter default privileges in schema " + schema + " grant all on ";
        statement.execute("grant usage on schema " + schema + all);
        for (String kind : new String[] {"tables", "functions", "sequences"}) {
            statement.execute(future + kind + all);
        }
    }
}
