package dev.tidemark.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What was asked for.
 *
 * @param cases names; all if there are none
 * @param tools names; all if there are none
 * @param quick few rows and two rounds: a test of the benchmarks themselves
 * @param keep whether what the contenders wrote stays
 * @param prepare only the data
 * @param micro only the JMH benchmarks
 * @param report only the page, from the results that there are
 */
record Options(List<String> cases, List<String> tools, int rounds, boolean quick, boolean install, boolean keep,
        boolean prepare, boolean micro, boolean report) {
    static final String USAGE = """
            Usage: benchmarks/run [--install] [--case NAME...] [--tool NAME...] [--rounds N] [--quick] [--keep]
                                  [--prepare] [--micro] [--report]

              --install       install the other tools that are missing, with apt and pip (the latter into benchmarks/target)
              --case NAME...  only these cases
              --tool NAME...  only these tools
              --rounds N      how often every tool runs in a case; 5
              --quick         few rows: shows that everything works, and nothing about speed; writes below benchmarks/target
              --keep          leave what the tools wrote in benchmarks/target/work
              --prepare       only install (with --install) and make the data, which is kept
              --micro         only the benchmarks of the hot loops (JMH)
              --report        only make docs/benchmarks.md again from docs/benchmarks.json

            Writes docs/benchmarks.json after every case and docs/benchmarks.md. With --case and --micro what the JSON has
            of the others stays. Ends with 1 if Tidemark failed or changed a value.""";
    private static final int ROUNDS = 5;

    Options {
        cases = List.copyOf(cases);
        tools = List.copyOf(tools);
    }

    /**
     * @throws IllegalArgumentException with what was not understood
     */
    static Options parse(String... arguments) {
        List<String> cases = new ArrayList<>();
        List<String> tools = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int rounds = 0;
        boolean quick = false;
        boolean install = false;
        boolean keep = false;
        boolean prepare = false;
        boolean micro = false;
        boolean report = false;
        for (int i = 0; i < arguments.length; i++) {
            String word = arguments[i];
            switch (word) {
                case "--case" -> names = cases;
                case "--tool" -> names = tools;
                case "--rounds" -> rounds = rounds(++i < arguments.length ? arguments[i] : "");
                case "--quick" -> quick = true;
                case "--install" -> install = true;
                case "--keep" -> keep = true;
                case "--prepare" -> prepare = true;
                case "--micro" -> micro = true;
                case "--report" -> report = true;
                default -> {
                    if (word.startsWith("--") || names != cases && names != tools) {
                        throw new IllegalArgumentException("unknown: " + word);
                    }
                    names.add(word);
                }
            }
        }
        return new Options(cases, tools, rounds > 0 ? rounds : quick ? 2 : ROUNDS, quick, install, keep, prepare,
                micro, report);
    }

    private static int rounds(String number) {
        if (!number.matches("[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException("--rounds wants a number from 1 to 999");
        }
        return Integer.parseInt(number);
    }
}
