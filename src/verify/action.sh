# What action.yml does on GitHub, without GitHub: its own steps, run as the runner runs them. Takes the root of a built checkout.
set -u
root=$1
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
failed=0
passed=0

check() {
    name=$1
    shift
    if "$@" >/dev/null 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "action: $name" >&2
        cat "$scratch/log" "$scratch/output" "$scratch/summary" 2>/dev/null | sed 's/^/    /' >&2
    fi
}

# The command of the step with this id, as action.yml has it.
step() {
    sed -n "/- id: $1\$/,/run:/s/^ *run: '\(.*\)'\$/\1/p" "$root/action.yml"
}

# Runs a step in the folder of a user's repository; its exit code is in $code.
run() {
    : >"$scratch/output"
    : >"$scratch/summary"
    (cd "$scratch/repository" && env GITHUB_ACTION_PATH="$root" GITHUB_OUTPUT="$scratch/output" \
        GITHUB_STEP_SUMMARY="$scratch/summary" RUNNER_TEMP="$scratch" "$@") >"$scratch/log" 2>&1
    code=$?
}

sync() {
    run env TIDEMARK_ACTION_PROFILE="$1" TIDEMARK_ACTION_COMMAND="$2" TIDEMARK_ACTION_CONFIG=tidemark.yml \
        TIDEMARK_ACTION_ARGUMENTS="$3" bash -eo pipefail -c "$(step sync)"
}

mkdir "$scratch/repository"
gzip -dc "$root/app-cli/src/main/resources/demo/chinook.db.gz" >"$scratch/repository/shop.db"
cat >"$scratch/repository/tidemark.yml" <<'YAML'
connections:
  here: { type: sqlite, path: shop.db }
  there: { type: sqlite, path: copy.db }
  nowhere: { type: sqlite, path: missing.db }
profiles:
  shop: { source: here, sink: there }
  gone: { source: nowhere, sink: there }
YAML

check "there is a command for the steps" test -n "$(step sources)" -a -n "$(step sync)"

run bash -eo pipefail -c "$(step sources)"
check "names the sources" grep -Eqx 'hash=[0-9a-f]{16}' "$scratch/output"
cp "$scratch/output" "$scratch/first"
run bash -eo pipefail -c "$(step sources)"
check "names the same sources the same" cmp "$scratch/first" "$scratch/output"

sync shop push '--exclude Track'
check "pushes" test "$code" -eq 0
check "gives the status" grep -qx 'status=succeeded' "$scratch/output"
check "gives the counts" grep -Eqx 'inserted=[1-9][0-9]+' "$scratch/output"
check "passes more options on" sh -c "! grep -q '| Track |' '$scratch/summary'"
check "shows a table of the tables" grep -Eq '^\| Artist \| 275 \| 275 \| 0 \| 0 \| 0 \| 0 \|' "$scratch/summary"
check "keeps the report" jq -e '.totals.inserted > 0' "$(sed -n 's/^report=//p' "$scratch/output")"

sync shop plan '--exit-code'
check "passes the exit code through" test "$code" -eq 1
check "tells it" grep -qx 'exit-code=1' "$scratch/output"

sync gone push ''
check "fails where a store is missing" test "$code" -eq 3
check "says so in the summary" grep -q 'gone' "$scratch/summary"

sync nobody push ''
check "fails where there is no such profile" test "$code" -eq 2
check "says that there is no report" grep -q 'no report' "$scratch/summary"

# shellcheck disable=SC2016 # nobody may evaluate it
sync shop 'push; touch evil' ''
check "takes a command for nothing but a command" test "$code" -eq 2 -a ! -e "$scratch/repository/evil"
# shellcheck disable=SC2016
sync shop push '$(touch evil) `touch evil`'
check "takes options for nothing but options" test "$code" -eq 2 -a ! -e "$scratch/repository/evil"

echo "action: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
