#!/bin/sh
# Measures llmstats beside its peers on generated logs.  bench/README.md says
# how to read what it prints; make bench runs it in the build folder.
#
# Status: 0 fine, 1 some figures differ, 2 llmstats or the generator failed.
set -eu

: "${LLMSTATS:=./llmstats}" "${GENERATE:=./bench/generate}"
: "${BENCH_ROWS:=100000 1000000 10000000}"
: "${BENCH_FORMATS:=csv csv-gz jsonl csv-quoted jsonl-text}"
: "${BENCH_TOOLS:=llmstats llmstats-1 llmstats-all duckdb polars datatable miller datamash}"
: "${BENCH_ROUNDS:=5}" "${BENCH_THREADS:=2}"
: "${BENCH_SLOW_ROWS:=1000000}" # no more for Miller and datamash
: "${BENCH_DIR:=bench-logs}"    # 4 GB at 10,000,000 rows

peers=$(cd "$(dirname "$0")" && pwd)
times=$BENCH_DIR/times.tsv
status=0

tool_is_here() {
    case $1 in
    llmstats*) test -x "$LLMSTATS" ;;
    duckdb) (cd "$peers" && node -e 'require("@duckdb/node-api")') ;;
    polars) (cd "$peers" && node -e 'require("nodejs-polars")') ;;
    datatable) Rscript -e 'library(data.table)' ;;
    miller) command -v mlr ;;
    datamash) command -v datamash ;;
    *) false ;;
    esac >/dev/null 2>&1
}

# Whether the tool can read the format, and that many rows in decent time.
tool_takes() { # TOOL FORMAT ROWS
    case $1:$2 in
    datamash:csv | miller:*) test "$3" -le "$BENCH_SLOW_ROWS" ;;
    datamash:* | datatable:json* | datatable:*-gz) false ;;
    *) true ;;
    esac
}

# llmstats-1 does with one thread what llmstats does, and llmstats-all every
# study there is.
tool_run() { # TOOL FILE FORMAT
    threads=$BENCH_THREADS
    case $1 in
    llmstats-1) threads=1 ;;
    esac
    case $1 in
    llmstats-all)
        set -- "$LLMSTATS" analyze --no-charts --threads "$threads" --json - \
            "$2"
        ;;
    llmstats*)
        set -- "$LLMSTATS" analyze --studies summary --metric latency,ttft \
            --by workload --no-charts --threads "$threads" --json - "$2"
        ;;
    duckdb) set -- node "$peers/peers/duckdb.mjs" "$2" "$3" ;;
    polars) set -- node "$peers/peers/polars.cjs" "$2" "$3" ;;
    datatable) set -- Rscript "$peers/peers/datatable.R" "$2" "$3" ;;
    *) set -- "$peers/peers/$1.sh" "$2" "$3" ;;
    esac
    case $1 in
    "$LLMSTATS") ;;
    *) set -- "$@" "$threads" ;;
    esac
    /usr/bin/time -f %M -o "$BENCH_DIR/peak" "$@"
}

# One turn of one tool: a line of times.tsv.  The figures stay in TOOL.figures.
measure() { # TOOL FILE FORMAT ROWS ROUND
    figures=$BENCH_DIR/$1.figures
    begin=$(date +%s%N)
    if ! tool_run "$1" "$2" "$3" >"$figures" 2>"$BENCH_DIR/$1.errors"; then
        echo "$1 failed on $3: $(tail -n 1 "$BENCH_DIR/$1.errors")" >&2
        line "$3" "$4" "$2" "$1" "$5" - - - failed
        case $1 in llmstats*) status=2 ;; esac
        return
    fi
    end=$(date +%s%N)
    wall=$(awk -v ns=$((end - begin)) 'BEGIN { printf "%.6f", ns / 1e9 }')
    inside=$(sed -n 's/^seconds //p' "$BENCH_DIR/$1.errors")
    case $1 in
    llmstats*)
        awk -f "$peers/figures.awk" "$figures" >"$figures.table"
        mv "$figures.table" "$figures"
        ;;
    esac
    test -s "$BENCH_DIR/base" || cp "$figures" "$BENCH_DIR/base"
    verdict=$(awk -f "$peers/agree.awk" "$BENCH_DIR/base" "$figures")
    case $verdict in differ*) test "$status" != 0 || status=1 ;; esac
    line "$3" "$4" "$2" "$1" "$5" "$wall" "${inside:--}" \
        "$(tail -n 1 "$BENCH_DIR/peak")" "$verdict"
}

line() { # FORMAT ROWS FILE TOOL ROUND WALL INSIDE PEAK VERDICT
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" \
        "$(wc -c <"$3" | tr -d ' ')" "$4" "$5" "$6" "$7" "$8" "$9" >>"$times"
}

# Every tool has its turn in each round; the first goes last in the next one.
measure_log() { # FORMAT ROWS
    log=$BENCH_DIR/log.$1 # DuckDB goes by the ending
    case $1 in *-gz) log=$log.gz ;; esac
    "$GENERATE" --rows "$2" --format "$1" >"$log" || exit 2
    cat "$log" >/dev/null
    rm -f "$BENCH_DIR/base"
    format=$1
    rows=$2
    round=1
    # shellcheck disable=SC2086 # a list of words
    set -- $tools
    while test "$round" -le "$BENCH_ROUNDS"; do
        echo "$format, $rows rows, round $round of $BENCH_ROUNDS" >&2
        for tool; do
            if tool_takes "$tool" "$format" "$rows"; then
                measure "$tool" "$log" "$format" "$rows" "$round"
            fi
        done
        round=$((round + 1))
        first=$1
        shift
        set -- "$@" "$first"
    done
    rm -f "$log"
}

# The processor time of a log of a hundred rows, on average, in milliseconds.
# The shell that starts it is counted too.
measure_start() {
    "$GENERATE" --rows 100 --format csv >"$BENCH_DIR/small" || exit 2
    # shellcheck disable=SC2016 # the inner shell expands them
    /usr/bin/time -f '%U %S' -o "$BENCH_DIR/start" sh -c '
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            "$1" analyze --no-charts --json - "$2" >/dev/null || exit
        done' sh "$LLMSTATS" "$BENCH_DIR/small" || exit 2
    awk '{ printf "\nA log of 100 rows, every study: %.1f ms of processor time.\n",
        ($1 + $2) * 1000 / 20 }' "$BENCH_DIR/start"
    rm -f "$BENCH_DIR/small" "$BENCH_DIR/start"
}

mkdir -p "$BENCH_DIR"
: >"$times"
tools=
for tool in $BENCH_TOOLS; do
    if tool_is_here "$tool"; then
        tools="$tools $tool"
    else
        echo "$tool is not here: bench/setup installs the peers" >&2
    fi
done
for format in $BENCH_FORMATS; do
    for rows in $BENCH_ROWS; do
        # A line of text is 3 KB.
        test "$format" != jsonl-text || rows=$((rows / 10))
        measure_log "$format" "$rows"
    done
done
rm -f "$BENCH_DIR/base" "$BENCH_DIR/peak" "$BENCH_DIR"/*.figures \
    "$BENCH_DIR"/*.errors
awk -f "$peers/report.awk" "$times"
measure_start
exit "$status"
