package dev.tidemark.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void takesTheMiddleOfAnOddNumber() {
        assertEquals(new Summary(2, 1, 9), Summary.of(9, 1, 2));
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        assertEquals(new Summary(2.5, 1, 100), Summary.of(100, 2, 3, 1));
    }

    @Test
    void spreadIsAShareOfTheMedian() {
        assertEquals(0.5, Summary.of(2, 1.5, 2.5).spread(), 1e-9);
    }

    @Test
    void nothingHasNoMedian() {
        assertThrows(IllegalArgumentException.class, Summary::of);
    }
}
