package dev.tidemark.benchmarks.report;

/**
 * One run of one contender.
 *
 * @param wall seconds of the whole process, its start included
 * @param clientCpu seconds
 * @param serverCpu seconds
 * @param noise CPU that the rest of the machine used meanwhile, as a share of one core
 * @param repeated how often it was run again because of noise; the quietest counts
 * @param peakRss bytes, of the largest client process
 * @param wal bytes that the server wrote into its log
 * @param inserted rows; {@link #UNKNOWN} where the server's numbers say nothing
 * @param dead row versions left behind
 * @param state bytes of what the contender keeps for the next run
 */
public record Run(int round, double wall, double clientCpu, double serverCpu, double noise, int repeated, long peakRss,
        long wal, long inserted, long updated, long deleted, long dead, long state) {
    public static final long UNKNOWN = -1;
}
