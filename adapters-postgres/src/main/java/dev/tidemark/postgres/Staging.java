package dev.tidemark.postgres;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The rows of a batch where a statement can join them: columns {@code c0, c1...} and the ordinal {@code o}. */
interface Staging {

    /** The relation that holds them. */
    String relation();

    /** What the statement's WITH clause needs for it; may be empty. */
    List<String> with();

    /** Sets the parameters of a statement that has {@link #with} in it. */
    void bind(PreparedStatement statement) throws SQLException;
}
