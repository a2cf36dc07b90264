package dev.tidemark.benchmarks.data;

import static dev.tidemark.benchmarks.data.Kind.BOOLEAN;
import static dev.tidemark.benchmarks.data.Kind.INTEGER;
import static dev.tidemark.benchmarks.data.Kind.REAL;
import static dev.tidemark.benchmarks.data.Kind.TEXT;
import static dev.tidemark.benchmarks.data.Kind.TIME;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tables that lie in one SQLite file.
 *
 * @param tables parents before their children
 */
public record DataSet(String name, List<DataTable> tables) {
    /** Another number when any row becomes another: what is kept from run to run is then made anew. */
    public static final int VERSION = 1;

    private static final long START = 1_735_689_600_000_000L;
    private static final long SECOND = 1_000_000L;
    private static final String[] MODELS = IntStream.range(0, 24).mapToObj(i -> "gpt-narrator-" + i + "-"
            + List.of("base", "large-instruct", "preview-2025-01").get(i % 3)).toArray(String[]::new);
    private static final String[] SCENARIOS = IntStream.range(0, 300).mapToObj(i -> "scenario/"
            + List.of("branching", "linear", "hub").get(i % 3) + "/"
            + List.of("rescue", "betrayal", "long-journey").get(i / 3 % 3) + "-" + i).toArray(String[]::new);
    private static final String[] STATUSES = {"completed-ok", "completed-with-warnings", "failed-timeout-upstream",
            "cancelled-by-operator"};

    public DataSet {
        tables = List.copyOf(tables);
    }

    /** The same tables, none with more rows than that. */
    public DataSet withRows(long rows) {
        return new DataSet(name, tables.stream().map(table -> table.withRows(rows)).toList());
    }

    /** Rows of its largest table. */
    public long largest() {
        return tables.stream().mapToLong(DataTable::rows).max().orElseThrow();
    }

    /** 1,000,000 rows of 12 columns, about 400 bytes each, under an integer key. */
    public static DataSet narrative() {
        return new DataSet("narrative", List.of(new DataTable("narrative_results", List.of(Field.of("id", INTEGER),
                Field.of("experiment_id", INTEGER), Field.of("run_no", INTEGER), Field.optional("score", REAL),
                Field.optional("latency_ms", REAL), Field.of("model", TEXT), Field.of("scenario", TEXT),
                Field.of("status", TEXT), Field.optional("narrative", TEXT), Field.of("updated_at", TIME),
                Field.of("is_valid", BOOLEAN), Field.optional("note", TEXT)), List.of("id"), 1_000_000,
                (number, random) -> new @Nullable Object[] {number, 1L + random.nextInt(200),
                        (long) random.nextInt(1 << 16), random.nextDouble(), random.nextDouble() * 5_000,
                        MODELS[random.nextInt(24)], SCENARIOS[random.nextInt(300)], STATUSES[random.nextInt(4)],
                        Words.narrative(number, random), time(number), random.nextBoolean(),
                        random.nextDouble() < 0.4
                                ? "note " + random.nextInt(1 << 20) + " " + MODELS[random.nextInt(24)]
                                : null})));
    }

    /** 200,000 rows of 26 columns under a key of three texts. */
    public static DataSet wide() {
        List<Field> fields = new ArrayList<>(List.of(Field.of("experiment_key", TEXT), Field.of("metric_name", TEXT),
                Field.of("region", TEXT)));
        IntStream.range(0, 8).forEach(i -> fields.add(Field.optional("m0" + i, REAL)));
        IntStream.range(0, 6).forEach(i -> fields.add(Field.optional("k0" + i, INTEGER)));
        IntStream.range(0, 8).forEach(i -> fields.add(Field.optional("t0" + i, TEXT)));
        fields.add(Field.of("updated_at", TIME));
        return new DataSet("wide", List.of(new DataTable("metrics_wide", fields,
                List.of("experiment_key", "metric_name", "region"), 200_000, (number, random) -> {
                    @Nullable
                    Object[] row = new @Nullable Object[26];
                    long i = number - 1;
                    row[0] = "exp-%05d-%c".formatted(i / 40, "abcdef".charAt((int) (i / 40 % 6)));
                    row[1] = "metric.%s.%02d".formatted(List.of("lat", "acc", "cov", "tok").get((int) (i / 2 % 4)),
                            i / 2 % 20);
                    row[2] = i % 2 == 0 ? "eu-west" : "us-east";
                    for (int at = 3; at < 11; at++) {
                        row[at] = random.nextDouble() * 100;
                    }
                    for (int at = 11; at < 17; at++) {
                        row[at] = (long) random.nextInt(1 << 20);
                    }
                    for (int at = 17; at < 25; at++) {
                        row[at] = Words.word(random) + "-" + random.nextInt(1 << 16);
                    }
                    row[25] = time(number);
                    return row;
                })));
    }

    /** Four related tables, 85,050 rows in all. */
    public static DataSet chain() {
        return new DataSet("chain", List.of(
                new DataTable("regions", List.of(Field.of("id", INTEGER), Field.of("name", TEXT)), List.of("id"), 50,
                        (number, _) -> new @Nullable Object[] {number, "region " + number}),
                new DataTable("customers", List.of(Field.of("id", INTEGER), Field.reference("region_id", "regions"),
                        Field.of("name", TEXT), Field.optional("note", TEXT)), List.of("id"), 5_000,
                        (number, random) -> new @Nullable Object[] {number, 1L + number % 50, "customer " + number,
                                random.nextBoolean() ? Words.word(random) : null}),
                new DataTable("orders", List.of(Field.of("id", INTEGER), Field.reference("customer_id", "customers"),
                        Field.of("placed_at", TIME), Field.of("paid", BOOLEAN)), List.of("id"), 20_000,
                        (number, random) -> new @Nullable Object[] {number, 1L + number % 5_000, time(number),
                                random.nextBoolean()}),
                new DataTable("order_lines", List.of(Field.of("id", INTEGER), Field.reference("order_id", "orders"),
                        Field.of("article", TEXT), Field.of("quantity", INTEGER), Field.of("price", REAL)),
                        List.of("id"), 60_000,
                        (number, random) -> new @Nullable Object[] {number, 1L + number % 20_000,
                                Words.word(random) + " " + Words.word(random), 1L + random.nextInt(20),
                                random.nextDouble() * 100})));
    }

    /** 200 tables of 100 rows each, and one that has as many rows as they have together. */
    public static DataSet small() {
        List<DataTable> tables = IntStream.rangeClosed(1, 200).mapToObj(i -> smallTable("small_%03d".formatted(i), 100))
                .collect(Collectors.toCollection(ArrayList::new));
        tables.add(smallTable("small_in_one", 20_000));
        return new DataSet("small", tables);
    }

    /** 10,000,000 narrow rows. */
    public static DataSet growth() {
        return new DataSet("growth", List.of(new DataTable("readings", List.of(Field.of("id", INTEGER),
                Field.of("device", INTEGER), Field.of("kind", TEXT), Field.of("value", REAL),
                Field.of("taken_at", TIME),
                Field.optional("note", TEXT)), List.of("id"), 10_000_000,
                (number, random) -> new @Nullable Object[] {number, 1L + random.nextInt(5_000), Words.word(random),
                        random.nextDouble() * 1_000, time(number), number % 10 == 0 ? Words.word(random) : null})));
    }

    /** 200 rows: what is left of a run is its start. */
    public static DataSet tiny() {
        return new DataSet("tiny", List.of(smallTable("experiments", 200)));
    }

    private static DataTable smallTable(String name, long rows) {
        return new DataTable(name, List.of(Field.of("id", INTEGER), Field.of("name", TEXT),
                Field.optional("description", TEXT), Field.of("created_at", TIME), Field.of("active", BOOLEAN)),
                List.of("id"), rows, (number, random) -> new @Nullable Object[] {number, "experiment-" + number,
                        Words.narrative(number, random), time(number), random.nextBoolean()});
    }

    /** Every seven seconds one, with microseconds. */
    private static Long time(long number) {
        return START + number * 7 * SECOND + number * 7_919 % SECOND;
    }
}
