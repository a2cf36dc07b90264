package dev.tidemark.benchmarks.data;

import java.util.SplittableRandom;

/** Texts as people write them: 2 to 9 of 100 have a newline, quotes, a backslash, a tab or characters outside ASCII. */
final class Words {
    private static final String[] WORDS = ("the quick story agent walked into a dark forest and found an old key that opened"
            + " nothing at all while narrative coherence dropped sharply because model lost track of the second character"
            + " motive after token budget ended café naïve Zürich résultat").split(" ", -1);
    private static final int TEXTS = 4_096;
    private static final long SEED = 42;
    private static final String[] LONG = longTexts();

    private Words() {
    }

    static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    /** 140 to 260 characters, with a number in the middle that makes it one of its kind. */
    static String narrative(long number, SplittableRandom random) {
        String text = LONG[random.nextInt(TEXTS)];
        int cut = random.nextInt(Math.max(1, text.length() - 20));
        return text.substring(cut) + " #" + number + " " + text.substring(0, cut);
    }

    private static String[] longTexts() {
        SplittableRandom random = new SplittableRandom(SEED);
        String[] texts = new String[TEXTS];
        for (int i = 0; i < TEXTS; i++) {
            int length = random.nextInt(140, 261);
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append(word(random)).append(' ');
            }
            text.setLength(length);
            String plain = text.toString().strip();
            double kind = random.nextDouble();
            if (kind < 0.02) {
                plain = plain.substring(0, 40) + "\n" + plain.substring(41);
            } else if (kind < 0.04) {
                plain = plain.substring(0, 40) + "\"" + plain.substring(41, 80) + "\"" + plain.substring(81);
            } else if (kind < 0.05) {
                plain = plain.substring(0, 40) + "\\" + plain.substring(41);
            } else if (kind < 0.06) {
                plain = plain.substring(0, 40) + "\t" + plain.substring(41);
            } else if (kind < 0.09) {
                plain = plain.substring(0, 40) + "日本語" + plain.substring(43);
            }
            texts[i] = plain;
        }
        return texts;
    }
}
