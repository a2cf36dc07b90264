package dev.tidemark.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The results as JSON, on disk.
 *
 * @param path whole at every moment
 */
public record ResultsFile(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Results read() throws IOException {
        return JSON.readValue(path.toFile(), Results.class);
    }

    public Optional<Results> readIfThere() throws IOException {
        return Files.exists(path) ? Optional.of(read()) : Optional.empty();
    }

    public void write(Results results) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(unfinished, JSON.writeValueAsString(results) + "\n");
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
