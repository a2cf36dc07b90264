# Which of the programs a call is for, and what its JVM is told; sourced by ./tidemark and the container's. POSIX sh.
# Wants root.

# Where the build leaves a program, and where the AOT caches are; a container has them elsewhere.
below=/target/app
caches=$root/target/aot

# Sets app, main, cache (which AOT cache fits), tuning and hot for these arguments. The command is the first word that is neither
# an option nor an option's value.
choose_program() {
    command=
    skip=
    help=
    for word; do
        case $word in
            -h | --help | -V | --version) help=yes ;;
        esac
        if [ -n "$skip" ]; then
            skip=
        elif [ -z "$command" ]; then
            case $word in
                --config | --log-format) skip=yes ;;
                -*) ;;
                *) command=$word ;;
            esac
        fi
    done
    app=app-cli
    main=dev.tidemark.cli.Main
    # The AOT cache that fits: the large one slows down what does next to nothing.
    cache=sync
    choose_tuning
}

# A table streams through; the heap is as large as a few very large rows need, and mostly stays far below.
# Pages die young where survivors have room for the few that are on their way: then a load has no full collection at -Xmx32m.
choose_tuning() {
    tuning="-Xms32m -Xmx512m -Xmn16m -XX:SurvivorRatio=2 -XX:MetaspaceSize=64m"
    # The compilers wait until a method was called 1,000 times instead of 200: a short run then compiles 1,200 methods in 170 ms,
    # not 2,700 in 430. The second is only for the loops that rows pass through; anywhere else it never pays for itself. See
    # docs/adr/0018-the-second-compiler-for-the-loops-of-rows.md.
    later=-XX:CompileThresholdScaling=5
    one_compiler="$later -XX:TieredStopAtLevel=1"
    hot=
    case ${help:-no}$command in
        noserve)
            app=app-http
            main=dev.tidemark.http.Main
            cache=serve
            ;;
        nopush | nopull | nosync | noverify)
            hot=$root/src/launcher/second-compiler.json
            # What the JVM says of reading them belongs to nobody's output.
            if [ -r "$hot" ]; then
                tuning="$tuning $later -XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput"
            else
                hot=
                tuning="$tuning $one_compiler"
            fi
            ;;
        noplan | nocheck | nodemo | nostatus | noruns | norejects | nostate | notoken)
            tuning="$tuning $one_compiler"
            ;;
        *)
            # Over before waiting for more calls would have paid.
            tuning="$tuning -XX:TieredStopAtLevel=1"
            cache=help
            ;;
    esac
}
