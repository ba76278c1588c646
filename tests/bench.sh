#!/bin/sh
# Checks what make bench is made of, without timing anything: the generator,
# the comparison of figures and the report.  Run by make check, in the build
# folder.
set -u
: "${srcdir:=.}"

made=$(mktemp -d "${TMPDIR:-/tmp}/llmstats-bench.XXXXXX") || exit 2
trap 'rm -rf "$made"' EXIT
trap 'exit 2' HUP INT TERM
bench=$srcdir/bench
n=0 n_failed=0

check() { # WHAT COMMAND...
    what=$1
    n=$((n + 1))
    shift
    if "$@"; then
        echo "ok $n - $what"
    else
        echo "not ok $n - $what"
        n_failed=$((n_failed + 1))
    fi
}

generate() { # FORMAT ROWS
    ./bench/generate --format "$1" --rows "$2"
}

is_the_same_again() {
    for format in csv csv-quoted jsonl jsonl-text; do
        generate $format 3000 >"$made/$format" &&
            generate $format 3000 | cmp - "$made/$format" || return 1
    done
}

unpacks_to_the_same() {
    generate csv-gz 3000 | gzip -dc | cmp - "$made/csv"
}

has_as_many_rows() {
    test "$(wc -l <"$made/csv")" -eq 3001 &&
        test "$(wc -l <"$made/jsonl")" -eq 3000 &&
        test "$(wc -l <"$made/jsonl-text")" -eq 3000
}

# The last seven columns, with nothing for null.
has_the_same_requests() {
    sed 1d "$made/csv" | cut -d , -f 6- >"$made/expected"
    for format in jsonl jsonl-text; do
        sed 's/.*"prompt_tokens"/"prompt_tokens"/; s/"[a-z_]*"://g
            s/null//g; s/["}]//g' "$made/$format" |
            cmp - "$made/expected" || return 1
    done
    sed -n 's/.*",\([0-9]*,[0-9]*,[0-9.]*,[0-9.]*,[0-9.]*,[0-9]*,[a-z]*\)$/\1/p' \
        "$made/csv-quoted" | cmp - "$made/expected"
}

has_texts_that_are_hard_to_read() {
    grep -q '""' "$made/csv-quoted" &&
        test "$(wc -l <"$made/csv-quoted")" -gt 3001 &&
        grep -q '[^\\]\\n' "$made/jsonl-text" &&
        test "$(wc -c <"$made/jsonl-text")" -gt $((3000 * 3000))
}

is_refused() {
    "$@" 2>"$made/usage"
    test $? -eq 2 && grep -q '^usage: ' "$made/usage"
}

# A name that looks like JSON itself; the whole log has no workload.
cat >"$made/results.json" <<'END'
{"inputs": [{"name": "a \"{[,"}], "groups": [
 {"by": {}, "n": 9, "metrics": {"latency": {"n": 9, "mean": {"value": 7}}}},
 {"by": {"workload": "short"}, "n": 4, "metrics": {"latency": {"unit": "s",
  "n": 4, "mean": {"value": 2.5, "low": null}, "sd": 1.5, "quantiles": [
  {"p": 0.5, "value": 2.25, "doubts": ["few"]}, {"p": 0.9, "value": 3e0},
  {"p": 0.95, "value": 3.5}, {"p": 0.99, "value": 4}]}}}], "runs": null}
END

has_the_figures() { # RESULTS
    printf 'short\tlatency\t4\t2.5\t1.5\t2.25\t3e0\t3.5\t4\n' >"$made/figures"
    awk -f "$bench/figures.awk" "$1" | cmp - "$made/figures"
}

agree() { # VERDICT P90
    printf 'short\tlatency\t4\t2.5\t1.5\t2.25\t%s\t3.5\t4\n' "$2" \
        >"$made/other"
    test "$(awk -f "$bench/agree.awk" "$made/figures" "$made/other")" = "$1"
}

no_figures_differ() {
    : >"$made/other"
    test "$(awk -f "$bench/agree.awk" "$made/figures" "$made/other")" = \
        'differ: rows'
}

# Times that are as rows to the power 1.5, and a peer of twice the time.
for turn in 1:1 2:4 3:2; do
    i=${turn%:*} s=${turn#*:}
    printf 'csv\t100\t1e6\tllmstats\t%s\t%s\t-\t2048\tsame\n' "$i" "$s"
    printf 'csv\t100\t1e6\tpeer\t%s\t9\t%s\t1024\tsame\n' "$i" $((2 * s))
    printf 'csv\t10000\t1e8\tllmstats\t%s\t%s000\t-\t2048\tsame\n' "$i" "$s"
done >"$made/times"

reports() { # LINE
    awk -f "$bench/report.awk" "$made/times" | grep -qxF "$1"
}

check 'the generator makes the same bytes again' is_the_same_again
check 'packed it is the same' unpacks_to_the_same
check 'it makes as many rows as asked' has_as_many_rows
check 'every format has the same requests' has_the_same_requests
check 'texts have quotes and line ends' has_texts_that_are_hard_to_read
check 'no rows are refused' is_refused generate csv 0
check 'less than no rows are refused' is_refused generate csv -1
check 'an unknown format is refused' is_refused generate xml 9
check 'figures are found in a result' has_the_figures "$made/results.json"
tr -d '\n ' <"$made/results.json" >"$made/line.json"
check 'they are found if it is one line' has_the_figures "$made/line.json"
check 'figures 3e-11 apart are the same' agree same 3.0000000001
check 'figures 3e-9 apart differ' agree 'differ: short latency' 3.00000001
check 'figures that are not numbers differ' agree 'differ: short latency' nan
check 'no figures are not the same' no_figures_differ
check 'the report has the median, and the ratio in turns' reports \
    '| csv | 100 | 1.0 | peer | 9.000 (9.000-9.000) | 4.000 | 2.00 | 0 | 1 | same |'
check 'the report has the growth' reports '| csv | llmstats | 1.50 | 1.50 |'
echo "1..$n"
test "$n_failed" = 0
