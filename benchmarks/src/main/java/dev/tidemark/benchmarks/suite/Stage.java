package dev.tidemark.benchmarks.suite;

import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The stores that one contender of a case finds, the same before each of its runs. */
interface Stage {

    /** Puts the stores back to how the case begins. */
    PostgresDatabase restore() throws SQLException, IOException;

    /** Where the contender finds them; after {@link #restore}. */
    Map<String, String> environment();

    /** Whether the sink holds what it should. */
    Verdict verify(List<String> tables) throws SQLException, IOException;
}
