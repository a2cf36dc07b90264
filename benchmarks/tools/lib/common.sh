# What tools share; sourced. A tool defines version, install and run, and prepare or finish where its head says so; then `main "$@"`.

# Ends with the reason where a program is not there.
need() {
    command -v "$1" >/dev/null 2>&1 || {
        echo "$1 is not installed"
        exit 1
    }
}

apt_install() {
    command -v apt-get >/dev/null 2>&1 || {
        echo "no apt-get here; install $* by hand"
        exit 1
    }
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null
    fi
}

# The Python environment of the tool; one that wants versions of its own sets another before.
venv=${venv:-$VENV}

python() {
    "$venv/bin/python3" "$@"
}

pip_install() {
    [ -x "$venv/bin/python3" ] || python3 -m venv "$venv"
    python -m pip install -q --disable-pip-version-check "$@"
}

# Prints the versions of packages; ends with the reason where one is not there.
pip_version() {
    [ -x "$venv/bin/python3" ] || {
        echo "$1 is not installed"
        exit 1
    }
    python - "$@" <<'END'
import importlib.metadata as metadata, platform, sys
try:
    found = [f"{name} {metadata.version(name)}" for name in sys.argv[1:]]
except metadata.PackageNotFoundError as missing:
    print(f"{missing.name} is not installed")
    sys.exit(1)
print(", ".join(found) + ", Python " + platform.python_version())
END
}

# The program of a C file in benchmarks/limits, compiled when it is missing or older.
limit_program() {
    need cc
    mkdir -p "$BUILT/limits"
    if [ ! -x "$BUILT/limits/$1" ] || [ "$LIMITS/$1.c" -nt "$BUILT/limits/$1" ]; then
        cc -O2 "$LIMITS/$1.c" -o "$BUILT/limits/$1" -lsqlite3 -lpq -I/usr/include/postgresql -I/usr/pgsql/include || {
            echo "$1.c does not compile: are the headers of libpq and libsqlite3 installed?"
            exit 1
        }
    fi
}

main() {
    case $1 in
        version | install | prepare | run | finish) "$1" ;;
        *) echo "unknown: $1" && exit 2 ;;
    esac
}
