# What ./tidemark promises before the program itself is running. Takes the root of a built checkout.
set -u
root=$1
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
failed=0
passed=0

# expect STATUS PATTERN NAME COMMAND...: the status, and the pattern somewhere in what it printed.
expect() {
    status=$1 pattern=$2 name=$3
    shift 3
    "$@" >"$scratch/out" 2>&1 </dev/null
    got=$?
    if [ "$got" -eq "$status" ] && grep -q -e "$pattern" "$scratch/out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "launcher: $name: exit $got instead of $status, or no '$pattern' in:" >&2
        tail -n 20 "$scratch/out" | sed 's/^/    /' >&2
    fi
}

one_line() {
    lines=$(wc -l <"$scratch/out")
    [ "$lines" -eq 1 ] && return
    failed=$((failed + 1))
    echo "launcher: $1: $lines lines instead of one" >&2
}

elsewhere() {
    (cd "$scratch" && "$@")
}

# A checkout in little that was moved: the launcher, its sources, a program that is built.
copy() {
    mkdir -p "$1/target" "$1/src" && cp -R "$root/tidemark" "$1/" && cp -R "$root/src/launcher" "$1/src/" || exit 2
    for app in app-cli app-http; do
        mkdir -p "$1/$app/target/app/lib" "$1/$app/src/main" || exit 2
        cp -p "$root/$app/target/app/lib/"*.jar "$1/$app/target/app/lib/" || exit 2
    done
    cp -Rp "$root/target/aot" "$1/target/" || exit 2
    touch "$1/target/built"
}

expect 0 '^tidemark [0-9]' "runs" "$root/tidemark" --version
expect 0 '^tidemark [0-9]' "runs from another folder" elsewhere "$root/tidemark" --version
ln -s "$root/tidemark" "$scratch/link" && ln -s link "$scratch/link of a link"
expect 0 '^tidemark [0-9]' "runs by a link to a link" elsewhere "./link of a link" --version
expect 2 'nonsense' "passes arguments and the exit code through" "$root/tidemark" nonsense

expect 2 'no JDK 99 found; install one' "says what to install" env -u TIDEMARK_JAVA_HOME TIDEMARK_JDK_VERSION=99 "$root/tidemark" --version
one_line "says what to install"
expect 2 'TIDEMARK_JAVA_HOME is no JDK' "does not go on with another JDK than the one asked for" \
    env TIDEMARK_JAVA_HOME="$scratch" "$root/tidemark" --version
one_line "does not go on with another JDK"
expect 2 'no JDK 99 found' "./verify says what to install" env -u TIDEMARK_JAVA_HOME TIDEMARK_JDK_VERSION=99 "$root/verify"
one_line "./verify says what to install"
expect 1 'no JDK 99 found; install one' "Maven says what to install" \
    env -u TIDEMARK_JAVA_HOME TIDEMARK_JDK_VERSION=99 mvn -o -q -f "$root/pom.xml" validate

expect 0 'MaxHeapSize.* = 100663296' "lets TIDEMARK_JAVA_OPTS win" \
    env TIDEMARK_JAVA_OPTS="-Xmx96m -XX:+PrintFlagsFinal" "$root/tidemark" --version

spaced="$scratch/a folder with spaces"
copy "$spaced"
expect 0 '^tidemark [0-9]' "runs in a folder with spaces" "$spaced/tidemark" --version

# What comes from an AOT cache says so itself.
from_cache='dev.tidemark.cli.Main source: shared objects file'
loading() {
    env TIDEMARK_JAVA_OPTS=-Xlog:class+load "$@"
}
expect 0 "$from_cache" "helps from an AOT cache" loading "$root/tidemark" --help
expect 0 "$from_cache" "runs from an AOT cache" loading "$root/tidemark" demo
expect 0 'org.postgresql.core.v3.QueryExecutorImpl source: shared objects file' "has the driver of PostgreSQL in the AOT cache" \
    loading "$root/tidemark" demo

# A server, from its start until it is told to end; ends with its exit code.
served() {
    mkdir -p "$scratch/server" && printf 'profiles: {}\n' >"$scratch/server/tidemark.yml"
    (cd "$scratch/server" && exec "$@" serve --port 0) >"$scratch/served" 2>&1 </dev/null &
    server=$!
    until grep -q 'listens on http' "$scratch/served" || ! kill -0 "$server" 2>/dev/null; do
        sleep 0.2
    done
    kill "$server" 2>/dev/null
    wait "$server"
    code=$?
    cat "$scratch/served"
    return "$code"
}
expect 143 'dev.tidemark.http.Main source: shared objects file' "serves from an AOT cache of its own" \
    served env TIDEMARK_JAVA_OPTS=-Xlog:class+load "$root/tidemark"
expect 0 "$from_cache" "takes its AOT caches along when it is moved" loading "$spaced/tidemark" --version
expect 0 '^tidemark [0-9]' "leaves the AOT cache to the user's options" env TIDEMARK_JAVA_OPTS=-XX:AOTMode=off "$root/tidemark" --version

# A run with both compilers, which gets no further than to its configuration.
expect 2 'tidemark.yml' "runs with directives for the second compiler" elsewhere "$spaced/tidemark" push
if grep -qi 'directive' "$scratch/out"; then
    failed=$((failed + 1))
    echo "launcher: the JVM tells of its directives" >&2
fi
rm "$spaced/src/launcher/second-compiler.json"
expect 2 'tidemark.yml' "runs without them" elsewhere "$spaced/tidemark" push

without="$scratch/without"
copy "$without"
for cache in "$without"/target/aot/*.aot; do echo "of another JVM" >"$cache"; done
expect 0 '^tidemark [0-9]' "goes without an AOT cache that the JVM does not take" "$without/tidemark" --version
one_line "goes without an AOT cache that the JVM does not take"
for cache in "$without"/target/aot/*.aot; do : >"$cache"; done
expect 0 '^tidemark [0-9]' "does not try again what could not be made" "$without/tidemark" --version
one_line "does not try again what could not be made"
rm -rf "$without/target/aot" && : >"$without/target/aot"
expect 0 '^tidemark [0-9]' "runs where no AOT cache can be made" "$without/tidemark" --version
rm -f "$without/target/aot"
expect 0 'preparing quick starts' "makes AOT caches that are missing" "$without/tidemark" --version
expect 0 "$from_cache" "has made them then" loading "$without/tidemark" --version
touch "$without"/app-cli/target/app/lib/picocli*.jar
expect 0 'preparing quick starts' "makes AOT caches of other jars anew" "$without/tidemark" --version

# A build that is wanted shows as a call of this mvn.
mkdir "$scratch/bin"
printf '#!/bin/sh\necho "called with $*"\nexit "${MVN_STATUS:-0}"\n' >"$scratch/bin/mvn"
chmod +x "$scratch/bin/mvn"
with_mvn() {
    env PATH="$scratch/bin:$PATH" "$@"
}
expect 0 '^tidemark [0-9]' "does not build what is fresh" with_mvn "$spaced/tidemark" --version
one_line "does not build what is fresh"

touch -t 200001010000 "$spaced/target/built"
expect 2 'called with .*-pl app-cli,app-http -am package' "shows the log of a build that failed" with_mvn MVN_STATUS=1 "$spaced/tidemark" --version
expect 0 'building (the sources changed)' "builds when a source is newer" with_mvn "$spaced/tidemark" --version
expect 0 '^tidemark [0-9]' "has built then" with_mvn "$spaced/tidemark" --version
one_line "has built then"

mkdir "$spaced/target/build.lock" && sh -c 'echo $$' >"$spaced/target/build.lock/pid"
touch -t 200001010000 "$spaced/target/built"
expect 0 '^tidemark [0-9]' "takes over the lock of a build that died" with_mvn "$spaced/tidemark" --version
[ ! -e "$spaced/target/build.lock" ] || { failed=$((failed + 1)); echo "launcher: the lock stays" >&2; }

echo "launcher: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
