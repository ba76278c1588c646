#!/bin/sh
# Checks that every module of base, data, log and stat has a unit test, and
# that every test there is stands in Makefile.am, where it is run.
#
#   tests/modules.sh [SOURCE-TREE]
set -u
cd "${1:-${srcdir:-.}}" || exit 2

listed() { # NAME: is it a word of Makefile.am?
    tr -s '[:space:]' '\n' <Makefile.am | grep -qxF -e "$1"
}

report() { # NUMBER WHAT FINDINGS
    test -z "$3" && { echo "ok $1 - $2"; return; }
    printf '%s\n' "$3" | sed 's/^/# /'
    echo "not ok $1 - $2"
}

modules=$(find src/base src/data src/log src/stat -name '*.c' -o -name '*.cc' |
    LC_ALL=C sort)
untested=$(
    test -n "$modules" || echo 'no module was found'
    for module in $modules; do
        case $module in
        # Tables of numbers are tested with the code that reads them,
        *_table.c) continue ;;
        # and the halves of one interface with each other.
        src/log/csv_writer.c | src/log/jsonl_writer.c)
            module=src/log/writers.c
            ;;
        src/log/shape_csv.c | src/log/shape_jsonl.c) module=src/log/shape.c ;;
        esac
        base=${module#src/}
        base=${base%.*}
        test=tests/${base%/*}/test_${base##*/}
        test -e "$test.c" || echo "$module: $test.c is missing"
    done
)
unlisted=$(
    find src tests -name '*.h' -o -path 'src/*.c' -o -name '*.cc' |
        LC_ALL=C sort | while read -r file; do
        listed "$file" || echo "$file: not in Makefile.am"
    done
    find tests -path '*/test_*.c' | LC_ALL=C sort | while read -r test; do
        listed "${test%.c}" || echo "$test: not in Makefile.am"
    done
    find tests/cases tests -maxdepth 1 -name '*.md' -o -maxdepth 1 \
        -name '*.sh' | LC_ALL=C sort | while read -r test; do
        listed "$test" || echo "$test: not in Makefile.am"
    done
)
report 1 'every module of base, data, log and stat has its test' "$untested"
report 2 'every source and test is listed in Makefile.am' "$unlisted"
echo 1..2
test -z "$untested$unlisted"
