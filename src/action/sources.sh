#!/usr/bin/env bash
# Names what the program is built from, so that it is built once: writes `hash` to $GITHUB_OUTPUT.
set -euo pipefail
cd "$(dirname "$0")/../.."
hash=$(find pom.xml */pom.xml */src/main src/launcher tidemark -type f -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum | cut -c1-16)
echo "hash=$hash" >>"${GITHUB_OUTPUT:?is set by GitHub}"
