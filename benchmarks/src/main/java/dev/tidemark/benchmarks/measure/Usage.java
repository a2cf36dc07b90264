package dev.tidemark.benchmarks.measure;

/**
 * What a run cost.
 *
 * @param exit -1 if it was ended because it took too long
 * @param wall seconds
 * @param clientCpu seconds of the program and all that it started
 * @param serverCpu seconds of the servers
 * @param otherCpu seconds of everything else on the machine: the noise
 * @param peakRss bytes, of the largest client process
 */
public record Usage(int exit, double wall, double clientCpu, double serverCpu, double otherCpu, long peakRss) {

    /** The noise as a share of one core. */
    public double noise() {
        return wall == 0 ? 0 : otherCpu / wall;
    }
}
