package dev.tidemark.runtime;

import java.util.List;

/** What one server does of a run that several may share. */
public sealed interface Piece {

    /** How many parts it has, which are done one after the other; what is done is not done again by the next server. */
    int parts();

    /** All of the run. */
    record Whole() implements Piece {
        @Override
        public int parts() {
            return 1;
        }
    }

    /**
     * Some of the files that a source stands for.
     *
     * @param files their names among all, in the order in which they are run
     * @param keepsOrphans whether a guard refused that any file deletes
     */
    record Files(List<String> files, boolean keepsOrphans) implements Piece {
        public Files {
            files = List.copyOf(files);
        }

        @Override
        public int parts() {
            return files.size();
        }
    }

    /** Some tables of one source, which nothing joins to the others. */
    record Tables(List<String> tables) implements Piece {
        public Tables {
            tables = List.copyOf(tables);
        }

        @Override
        public int parts() {
            return 1;
        }
    }
}
