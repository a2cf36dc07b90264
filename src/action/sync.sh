#!/usr/bin/env bash
# The last step of action.yml: runs Tidemark, writes the outputs and the summary of the step, and ends with Tidemark's exit code.
# What it is to do is in TIDEMARK_ACTION_*; secrets stay in the variables that tidemark.yml names.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
profile=${TIDEMARK_ACTION_PROFILE:?which profile?}
command=${TIDEMARK_ACTION_COMMAND:-push}
config=${TIDEMARK_ACTION_CONFIG:-tidemark.yml}
output=${GITHUB_OUTPUT:?is set by GitHub}
summary=${GITHUB_STEP_SUMMARY:?is set by GitHub}
report=${RUNNER_TEMP:-/tmp}/tidemark-report-$$.json

case $command in
    push | pull | plan | verify) ;;
    *)
        echo "::error::the command is push, pull, plan or verify, not '$command'"
        exit 2
        ;;
esac
command -v jq >/dev/null || {
    echo "::error::the summary needs jq, which GitHub's runners have; install it on this one"
    exit 2
}

# A checkout is newer than what the cache brings, though it is built from the very same sources.
[ "${TIDEMARK_ACTION_BUILT:-}" != true ] || touch "$root/target/built"

read -ra arguments <<<"${TIDEMARK_ACTION_ARGUMENTS:-}"
echo "tidemark $command $profile ${arguments[*]:-}"
"$root/tidemark" --no-color --config "$config" "$command" "$profile" ${arguments[@]+"${arguments[@]}"} --output json >"$report"
code=$?

# A count of the totals; 0 where a command has none.
total() {
    jq -r --arg name "$1" '.totals[$name] // 0' "$report"
}

{
    echo "exit-code=$code"
    echo "report=$report"
} >>"$output"
# An empty file is no error to jq.
if [ ! -s "$report" ] || ! jq -e .totals "$report" >/dev/null 2>&1; then
    {
        echo "### tidemark $command $profile: no report"
        echo
        echo "It ended with exit code $code before there was anything to report; the log of the step says why."
    } >>"$summary"
    exit "$code"
fi
{
    echo "status=$(jq -r '.status // ""' "$report")"
    echo "run=$(jq -r '.run // ""' "$report")"
    for count in read inserted updated unchanged deleted rejected; do
        echo "$count=$(total "$count")"
    done
} >>"$output"

# Names of tables and messages of stores go into a table of Markdown: what would end a cell is taken out of its meaning.
jq -r --arg title "tidemark $command $profile" '
    def cell: tostring | gsub("\\\\"; "\\\\") | gsub("\\|"; "\\|") | gsub("[\r\n]+"; " ") | gsub("<"; "&lt;");
    def count: . // 0 | tostring;
    "### \($title | cell): \(.status // "done" | cell)",
    "",
    "| table | read | inserted | updated | unchanged | deleted | rejected | seconds | |",
    "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    (.tables[]? | "| \(.table | cell) | \(.read | count) | \(.inserted | count) | \(.updated | count) | \(.unchanged | count) | \(.deleted | count) | \(.rejected | count) | \((.durationMs // 0) / 1000) | \(.error // "" | cell) |"),
    (.totals | "| **all** | \(.read | count) | \(.inserted | count) | \(.updated | count) | \(.unchanged | count) | \(.deleted | count) | \(.rejected | count) | | |"),
    "",
    (.warnings[]? | "> \(cell)", "")' "$report" >>"$summary"
exit "$code"
