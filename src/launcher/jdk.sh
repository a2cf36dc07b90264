# Finds a JDK without starting a JVM, and runs Maven with it; sourced by ./tidemark and ./verify. POSIX sh.

# The oldest Java that will do. Settable, so that a test can ask for one that nobody has.
jdk_version=${TIDEMARK_JDK_VERSION:-25}

# Whether $1 is the home of a JDK that is new enough; sets jdk_build to which it is, such as 25.0.3+9-LTS. No process is
# started for it: that would cost more than all of the reading.
jdk_fits() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    jdk_found=
    jdk_build=
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%?}
        case $line in
            JAVA_VERSION=\"*) jdk_found=${line#*\"} ;;
            JAVA_RUNTIME_VERSION=\"*) jdk_build=${line#*\"} ;;
        esac
        [ -n "$jdk_found" ] && [ -n "$jdk_build" ] && break
    done <"$1/release"
    jdk_build=${jdk_build:-$jdk_found}
    jdk_found=${jdk_found%%[!0-9]*}
    [ -n "$jdk_found" ] && [ "$jdk_found" -ge "$jdk_version" ]
}

# Follows symbolic links; prints where the file really is.
real_file() {
    file=$1
    while [ -h "$file" ]; do
        link=$(readlink "$file")
        case $link in
            /*) file=$link ;;
            *) file=${file%/*}/$link ;;
        esac
    done
    printf '%s\n' "$file"
}

# Sets jdk to the home of the first JDK that fits: the one that was asked for, the one in use, then the usual places.
find_jdk() {
    if [ -n "${TIDEMARK_JAVA_HOME:-}" ]; then
        jdk=$TIDEMARK_JAVA_HOME
        jdk_fits "$jdk"
        return
    fi
    on_path=$(command -v java 2>/dev/null) && on_path=$(real_file "$on_path") && on_path=${on_path%/*/*}
    for jdk in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
        "${HOME:-}"/.jdks/* /opt/java/* /opt/*jdk* /usr/local/*jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        jdk_fits "$jdk" && return
    done
    jdk=
    return 1
}

# One line for a person, for when find_jdk failed.
jdk_advice() {
    if [ -n "${TIDEMARK_JAVA_HOME:-}" ]; then
        echo "TIDEMARK_JAVA_HOME is no JDK $jdk_version or newer: $TIDEMARK_JAVA_HOME"
    else
        echo "no JDK $jdk_version found; install one (Eclipse Temurin $jdk_version, for example) or set TIDEMARK_JAVA_HOME to its folder"
    fi
}

# Maven with the JDK that find_jdk found. It lives shortly, so the small compiler does; the last two quiet its own libraries.
run_maven() {
    JAVA_HOME=$jdk MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow \
--enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" mvn -B "$@" </dev/null
}
