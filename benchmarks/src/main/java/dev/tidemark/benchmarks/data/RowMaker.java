package dev.tidemark.benchmarks.data;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes a row; the same number gives the same row, whatever was made before. */
@FunctionalInterface
interface RowMaker {

    /**
     * @param number counted from 1
     * @param random seeded by table and number
     */
    @Nullable
    Object[] row(long number, SplittableRandom random);
}
