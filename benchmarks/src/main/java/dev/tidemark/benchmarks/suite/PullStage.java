package dev.tidemark.benchmarks.suite;

import dev.tidemark.benchmarks.data.DataSet;
import dev.tidemark.benchmarks.data.DataTable;
import dev.tidemark.benchmarks.data.SqliteFile;
import dev.tidemark.benchmarks.data.Variant;
import dev.tidemark.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store to read from, and a SQLite file that is not there yet. */
final class PullStage implements Stage {
    private final Origin origin;
    private final DataSet data;
    private final Path files;
    private final Path target;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * @param files where the data's own SQLite files lie
     * @param target to be written
     */
    PullStage(Origin origin, DataSet data, Path files, Path target) {
        this.origin = origin;
        this.data = data;
        this.files = files;
        this.target = target;
    }

    /** Where the rows come from. */
    @FunctionalInterface
    interface Origin {

        /**
         * Makes it ready.
         *
         * @param environment takes where it is
         */
        PostgresDatabase open(Map<String, String> environment) throws SQLException, IOException;
    }

    @Override
    public PostgresDatabase restore() throws SQLException, IOException {
        for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
            Files.deleteIfExists(target.resolveSibling(target.getFileName() + suffix));
        }
        environment.put("TARGET", target.toString());
        return origin.open(environment);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Verdict verify(List<String> tables) throws SQLException, IOException {
        Path truth = SqliteFile.make(files, data, Variant.BASE);
        Verdict verdict = Verdict.EXACT;
        for (DataTable table : data.tables()) {
            if (tables.contains(table.name())) {
                verdict = verdict.and(SqliteTruth.compare(truth, target, table));
            }
        }
        return verdict;
    }
}
