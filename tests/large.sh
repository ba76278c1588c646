#!/bin/sh
# A log of more rows than one thread is given at a time: what is added up in
# pieces must be what arithmetic says, however many threads there are and in
# whatever way the log is written.
#
# Of 200,000 requests every fourth is of workload a (0.5 s, $0.001), the others
# of b (1 s, $0.002); all make 100 tokens; the first half is run r1. Two of a
# thousand fail, all of them of b; one of a thousand, none of those, has its
# first token after 2 s instead of 0.1 s. One starts every 10 ms.
set -u
. "${srcdir:-.}/tests/tap.sh"

make_log() { # FORMAT
    LC_ALL=C awk -v format="$1" '
    BEGIN {
        split("start run workload output_tokens ttft_s latency_s cost_usd " \
            "http_status", name, " ")
        row = "%.2f,%s,%s,100,%s,%s,%s,%d\n"
        if (format == "jsonl")
            row = "{\"start\": %.2f, \"run\": \"%s\", \"workload\": \"%s\", " \
                "\"output_tokens\": 100, \"ttft_s\": %s, \"latency_s\": %s, " \
                "\"cost_usd\": %s, \"http_status\": %d}\n"
        for (i = 1; format == "csv" && i <= 8; i++)
            printf "%s%s", name[i], i < 8 ? "," : "\n"
        for (i = 0; i < 200000; i++) {
            slow = i % 4 != 0
            printf row, 1772524800 + i / 100, i < 100000 ? "r1" : "r2",
                slow ? "b" : "a", i % 1000 == 7 ? "2" : "0.1",
                slow ? "1" : "0.5", slow ? "0.002" : "0.001",
                i % 500 == 3 ? 500 : 200
        }
    }'
}

analyze() { # LOG THREADS
    (cd "$folder" && "$program" analyze --no-charts --threads "$2" --json - \
        "$1")
}

# The numbers of a key, in the order of the text, are these to 1e-12.
numbers_are() { # KEY NUMBER...
    key=$1
    shift
    LC_ALL=C awk -v key="\"$key\": " -v expected="$*" '
    BEGIN { n = split(expected, number, " ") }
    {
        for (at = index($0, key); at; at = index($0, key)) {
            $0 = substr($0, at + length(key))
            found = $0 + 0
            if (++i <= n && (found - number[i]) ^ 2 > (1e-12 * number[i]) ^ 2) {
                print "# " key found ", not " number[i]
                bad = 1
            }
        }
    }
    END { exit bad || i < n }' "$folder/one"
}

make_log csv >"$folder/log.csv"
make_log jsonl >"$folder/log.jsonl"
gzip -c "$folder/log.csv" >"$folder/log.csv.gz"
analyze log.csv 1 >"$folder/one"

grep -q '"requests": 200000,' "$folder/one" &&
    grep -q '"ok": 199600,' "$folder/one" &&
    grep -q '"failed": 400,' "$folder/one"
check 'outcomes are counted over all pieces' $?
grep -q '"span": {"start": 1772524800000000000, "end": 1772526800990000000,' \
    "$folder/one"
check 'the span is that of all pieces' $?
# 199,600 times 100 tokens in 50,000 times 0.5 s and 149,600 times 1 s.
numbers_are output_tokens_per_second \
    "$(awk 'BEGIN { printf "%.17g", 19960000 / 174600 }')" 100 200
check 'tokens and seconds are added over all pieces' $?
grep -q '200 requests have their first token after the last' "$folder/one"
check 'what is suspicious is counted over all pieces' $?
numbers_are total 350
check 'costs are added over all pieces' $?
# Cost goes up with latency, without an exception.
grep -m 1 '"kendall"' "$folder/one" | grep -q '{"value": 1, "low": 1, "high": 1,'
check 'pairs are related over all pieces' $?

status=0
for threads in 2 3; do
    analyze log.csv "$threads" | cmp -s - "$folder/one" || status=1
done
check 'the number of threads does not change a byte' $status

# But for what is told of the file and how it was read.
figures() {
    sed -n '/^  "population": {/,$p' | sed 's/log\.[a-z.]*/LOG/g'
}
figures <"$folder/one" >"$folder/figures"
status=0
for log in log.jsonl log.csv.gz; do
    analyze "$log" 2 | figures | cmp -s - "$folder/figures" || status=1
done
test -s "$folder/figures" || status=1
check 'JSON lines and a packed log give the same figures' $status
finish
