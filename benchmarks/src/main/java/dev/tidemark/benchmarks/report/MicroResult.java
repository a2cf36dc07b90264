package dev.tidemark.benchmarks.report;

/** One JMH benchmark: nanoseconds a row, and JMH's error of it. */
public record MicroResult(String benchmark, String parameters, double score, double error, String unit) {
}
