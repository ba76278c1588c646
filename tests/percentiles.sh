#!/bin/sh
# Checks that the percentile tables of the example runs are those that NumPy
# computes: tests/reference/examples.tsv, of the requests with status 200, sums
# by math.fsum, percentiles by numpy.percentile (type 7), times in seconds.
# Every figure must agree to a relative 1e-12.
set -u
source=${srcdir:-.}
program=${builddir:-.}/llmstats
n=0 n_failed=0

compare() { # METRIC
    "$program" analyze --metric "$1" --to csv "$source"/data/runs/* |
        LC_ALL=C awk -F, -v metric="$1" '
        function close_to(a, b) {
            return a == b || (a - b < 0 ? b - a : a - b) <= 1e-12 * b
        }
        FILENAME != "-" {
            split($0, cell, "\t")
            if (FNR == 1)
                for (i in cell) expected_name[i] = cell[i]
            else if (cell[1] == metric)
                for (i in cell) expected[cell[2], expected_name[i]] = cell[i]
            next
        }
        FNR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
        {
            for (i = 2; i <= NF; i++) {
                if (!(($1, name[i]) in expected)) continue
                n++
                if (!close_to($i + 0, expected[$1, name[i]] + 0))
                    print $1 " " name[i] ": " $i ", NumPy: " \
                        expected[$1, name[i]]
            }
        }
        END { if (n < 35) print "only " n " figures were compared" }
        ' "$source/tests/reference/examples.tsv" -
}

for metric in latency ttft cost; do
    n=$((n + 1))
    found=$(compare "$metric")
    if test -z "$found"; then
        echo "ok $n - the percentile table of $metric is that of NumPy"
    else
        printf '%s\n' "$found" | sed 's/^/# /'
        echo "not ok $n - the percentile table of $metric is that of NumPy"
        n_failed=$((n_failed + 1))
    fi
done
echo "1..$n"
test "$n_failed" = 0
