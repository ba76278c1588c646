#!/bin/sh
# Checks the text of the project's files: no call that cannot be made safe, no
# path of somebody's machine, no file without a last newline.
#
#   tests/style.sh [SOURCE-TREE]
set -u
cd "${1:-${srcdir:-.}}" || exit 2

# Everything but what is generated, and data that is broken on purpose or may
# say what it likes.
files=$(find . \( -name .git -o -name node_modules -o -name 'build*' -o \
    -name 'autom4te.cache' -o -name '_build' -o -name '_inst' -o \
    -path ./tests/fuzz/corpus -o -path ./tests/fixtures -o \
    -name configure -o -name 'configure~' -o -name Makefile.in -o \
    -name aclocal.m4 -o -name 'llmstats-*' \) \
    ! -path './llmstats-*/*' -prune -o -type f -print | LC_ALL=C sort)
n=0 n_failed=0

report() { # WHAT FINDINGS
    n=$((n + 1))
    if test -z "$2"; then
        echo "ok $n - $1"
    else
        printf '%s\n' "$2" | sed 's/^/# /'
        echo "not ok $n - $1"
        n_failed=$((n_failed + 1))
    fi
}

code() { # of the program
    printf '%s\n' "$files" | grep '^\./src/.*\.\(c\|cc\|h\)$'
}

test -n "$(code)" || { echo "not ok 1 - no source file was found"; exit 1; }

unsafe='strcpy|strcat|sprintf|vsprintf|gets|system|popen|atoi|atol|atof|strtok'
report 'the program makes no unsafe call' \
    "$(code | xargs grep -nE "(^|[^A-Za-z0-9_])($unsafe)[[:space:]]*\(")"

report 'no file names a path of one machine' \
    "$(printf '%s\n' "$files" | xargs grep -InE \
        '(^|[^A-Za-z0-9_.:/-])/(work|farm|root|home|Users)/[A-Za-z0-9.]')"

report 'every text file ends with a newline' \
    "$(printf '%s\n' "$files" | while read -r file; do
        test -s "$file" && test -n "$(tail -c 1 "$file" | tr -d '\n\0')" &&
            grep -Iq . "$file" && echo "$file"
    done)"

echo "1..$n"
test "$n_failed" = 0
