# Runs Tidemark as its users do: its launcher, a configuration file, the state beside it. Sourced by the tools of that name,
# which set `changes` and `driver` where they want other than the default.

changes=${changes:-auto}
writers=${writers:-1}
deletes=false
export TIDEMARK_SQLITE_DRIVER="${driver:-auto}"

version() {
    "$ROOT/tidemark" --version
}

install() {
    :
}

configure() {
    [ "$CASE" = resync-1pct-inserted-deleted ] && deletes=true
    case $CASE in
        supabase-*) there='{ type: supabase, url: "${SUPABASE_URL}", key: "${SUPABASE_SECRET_KEY}", rest-path: "" }' ;;
        *) there='{ type: postgres, sslmode: disable }' ;;
    esac
    case $CASE in
        *pull*) here="{ type: sqlite, path: \"$TARGET\" }" from=there to=here ;;
        pg-to-pg) here="{ type: postgres, sslmode: disable, database: \"$SINK_DATABASE\" }" from=there to=here ;;
        *) here="{ type: sqlite, path: \"$SOURCE\" }" from=here to=there ;;
    esac
    cat >"$WORK/tidemark.yml" <<END
connections:
  here: $here
  there: $there
profiles:
  bench:
    source: $from
    sink: $to
    analyze: off
    changes: $changes
    writers: $writers
    delete-orphans: $deletes
    tables: [$(echo "$TABLES" | sed 's/ /, /g')]
END
}

# What the run before has left: digests, the identity of both ends.
prepare() {
    configure
    (cd "$WORK" && "$ROOT/tidemark" --quiet push bench)
}

run() {
    configure
    cd "$WORK" && exec "$ROOT/tidemark" --quiet push bench
}
