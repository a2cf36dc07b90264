# Plain HTTP clients in Java, of the benchmarks' own: what a script against the REST API reaches at most.

java_of_ours() {
    name=$1
    shift
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$BUILT/app/lib/*" \
        "dev.tidemark.benchmarks.rest.$name" "$@"
}

version() {
    "$JAVA_HOME/bin/java" -version 2>&1 | head -n 1
}

install() {
    :
}

bodies() {
    java_of_ours Bodies "$SOURCE" "$WORK/bodies" "$1"
}

send() {
    java_of_ours BareClient "$SUPABASE_URL" "$TABLES" "$WORK/bodies" "$1"
}
