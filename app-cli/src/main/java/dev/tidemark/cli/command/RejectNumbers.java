package dev.tidemark.cli.command;

import dev.tidemark.runtime.config.ConfigurationException;

/** The numbers by which rejects are named on the command line. */
final class RejectNumbers {

    private RejectNumbers() {
    }

    static long parse(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException _) {
            throw ConfigurationException.of("",
                    "'" + word + "' is no number of a reject; 'tidemark rejects list' tells them");
        }
    }

    static boolean isNumber(String word) {
        return !word.isEmpty() && word.chars().allMatch(letter -> letter >= '0' && letter <= '9');
    }
}
