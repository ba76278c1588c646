#!/bin/sh
# Checks that data/make_examples makes the example logs that are committed,
# byte for byte.  Run by make check, in the build folder.
set -eu
: "${srcdir:=.}"

made=$(mktemp -d "${TMPDIR:-/tmp}/llmstats-examples.XXXXXX")
trap 'rm -rf "$made"' EXIT
trap 'exit 2' HUP INT TERM

mkdir "$made/runs"
./data/make_examples "$made"
n=0
for name in runs/run-1.csv runs/run-2.csv runs/run-3.jsonl cache-hits.csv; do
    cmp "$made/$name" "$srcdir/data/$name"
    n=$((n + 1))
    echo "ok $n - $name is what make_examples makes"
done
echo "1..$n"
