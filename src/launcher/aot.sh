# The AOT caches of the JVM: classes of the program read, linked and initialized beforehand; sourced by ./tidemark. POSIX sh.
# Wants root, jdk and jdk_build; below, where a program's folder is below that of its module, and caches, their folder.
#
# A push of 200 unchanged rows takes a third of the processor's time with one. Loading all that is in it costs 80 ms, which a
# call for help does not need, so that has a small one of its own. The server has its own as well, which nobody else waits for.
# See docs/adr/0014-start.md.

# What the JVM is told always; a cache is of use only to a JVM that was told the same.
jvm_options="-XX:+UseSerialGC -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

# Sets class_path, in an order that does not depend on the file system, and newest_jar.
find_class_path() {
    class_path=
    newest_jar=
    for jar in "$root/$1$below/lib"/*.jar; do
        class_path=$class_path${class_path:+:}$jar
        if [ -z "$newest_jar" ] || [ "$jar" -nt "$newest_jar" ]; then
            newest_jar=$jar
        fi
    done
}

# Sets library to SQLite's, which the build unpacked for the program $1; empty where none fits. Otherwise the driver unpacks it
# to a temporary file at each start, which takes 60 ms.
find_library() {
    library=
    case $(uname -sm) in
        "Linux x86_64") library=Linux/x86_64/libsqlitejdbc.so ;;
        "Linux aarch64") library=Linux/aarch64/libsqlitejdbc.so ;;
        "Darwin x86_64") library=Mac/x86_64/libsqlitejdbc.dylib ;;
        "Darwin arm64") library=Mac/aarch64/libsqlitejdbc.dylib ;;
    esac
    # On musl the driver takes another one.
    for musl in /lib/ld-musl-*; do
        [ ! -e "$musl" ] || library=
    done
    library=$root/$1$below/native/org/sqlite/native/$library
    [ -f "$library" ] || library=
}

# Becomes the JVM, with what it is told always and these arguments.
become_java() {
    # shellcheck disable=SC2086 # options are words
    exec "$jdk/bin/java" $jvm_options \
        ${library:+"-Dorg.sqlite.lib.path=${library%/*}" "-Dorg.sqlite.lib.name=${library##*/}"} "$@"
}

# Whether $1 need not be made: it is there, and of these jars. An empty file is the mark of one that could not be made.
aot_made() {
    [ -e "$1" ] && ! [ "$newest_jar" -nt "$1" ]
}

# Makes the caches of the program $1. Nothing depends on them: what goes wrong is in their folder's *.log and nowhere else.
make_aot() {
    case $1 in
        app-http)
            kinds=serve
            training="-XX:TieredStopAtLevel=1 dev.tidemark.http.Training"
            ;;
        *)
            kinds="help sync"
            # Without compilers: what a training compiled, every start would compile again, whether it is called often or not.
            training="-Xint dev.tidemark.cli.Training"
            ;;
    esac
    find_class_path "$1"
    find_library "$1"
    mkdir -p "$caches" 2>/dev/null && [ -w "$caches" ] || return 0
    for kind in $kinds; do
        file=$caches/$kind-$jdk_build.aot
        aot_made "$file" && continue
        folder=$caches/training
        rm -rf "$caches/$kind-"* "$folder"
        mkdir "$folder" || return 0
        # shellcheck disable=SC2086 # an option and a class
        (become_java "-XX:AOTCacheOutput=$file.new" -cp "$class_path" $training "$kind" "$folder") \
            </dev/null >"${file%.aot}.log" 2>&1 && [ -s "$file.new" ] &&
            mv "$file.new" "$file" || : >"$file"
        rm -rf "$folder" "$file.new"*
    done
}
