#!/bin/sh
# Counts the test cases of a build and says `N passed, N failed, N skipped`.
#
#   tests/count.sh BUILD-FOLDER
#
# Reads the .log and .trs files that `make check` left. Cases are those of
# cmocka and the `ok` and `not ok` lines of scripts. A program that died in
# the middle of a case, failed after its last one, or ran none at all counts
# as one failure. Status 1 if anything failed or nothing was counted.
set -u

find "${1:?usage: $0 BUILD-FOLDER}" -name '*.trs' | LC_ALL=C sort |
    while read -r trs; do
        log=${trs%.trs}.log
        sed -n 's/^:test-result: /result /p' "$trs" | head -n 1
        test -r "$log" && sed 's/^/log /' "$log"
        echo "end ${log#"$1"/}"
    done |
    LC_ALL=C awk '
    $1 == "result" { result = $2; next }
    /^log \[ RUN      \] / { cases++; is_running = 1 }
    /^log \[       OK \] / { passed++; is_running = 0 }
    /^log \[  SKIPPED \] / && is_running { skipped++; is_running = 0 }
    /^log \[  (FAILED|ERROR)   ?\] / && is_running { bad++; is_running = 0 }
    /^log ok [0-9]/ {
        cases++
        if (/# SKIP/)
            skipped++
        else
            passed++
    }
    /^log not ok [0-9]/ { cases++; bad++ }
    $1 == "end" {
        what = ""
        if (is_running)
            what = "died in the middle of a case"
        else if (result == "SKIP" && !cases)
            skipped++
        else if (result !~ /^(PASS|SKIP)$/ && !bad)
            what = "ended with " result " after its last case"
        else if (!cases)
            what = "holds no case"
        if (what != "") {
            print $2 ": " what
            bad++
        }
        failed += bad
        cases = bad = is_running = 0
        result = "nothing"
    }
    END {
        printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
        exit failed > 0 || passed == 0
    }'
