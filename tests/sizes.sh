#!/bin/sh
# Checks that no function is longer than 60 lines and no file than 500.
#
#   tests/sizes.sh [SOURCE-TREE]
#
# A function is what stands between its first line and the brace that closes
# it at the same indentation, as clang-format leaves them.
set -u
cd "${1:-${srcdir:-.}}" || exit 2

# Files that may be longer, each with its reason.
exempt() {
    case $1 in
    src/stat/dip_table.c) ;; # a published table of critical values
    *) return 1 ;;
    esac
}

files() {
    find src tests \( -name '*.c' -o -name '*.h' -o -name '*.cc' -o \
        -name '*.sh' \) | LC_ALL=C sort |
        while read -r file; do
            exempt "$file" || printf '%s\n' "$file"
        done
}

# shellcheck disable=SC2016 # the dollars are those of awk
files | xargs awk '
    FNR == 1 { is_open = 0; previous = ""; n_files++ }
    FNR == 501 { long_files = long_files "# " FILENAME ": over 500 lines\n" }
    FILENAME ~ /\.sh$/ { next }
    is_open && ($0 == closing || $0 == closing ";") {
        is_open = 0
        if (FNR - start + 1 > 60)
            long_functions = long_functions "# " FILENAME ":" start ": " \
                (FNR - start + 1) " lines: " head "\n"
    }
    !is_open && /^ *\{$/ && previous ~ /\)( const| noexcept| override)*$/ {
        is_open = 1
        closing = $0
        sub(/\{/, "}", closing)
        # The declaration begins where a line was last indented like this.
        start = last_line[length($0)]
        head = last_text[length($0)]
        n_functions++
    }
    {
        match($0, /^ */)
        last_line[RLENGTH + 1] = FNR
        last_text[RLENGTH + 1] = $0
    }
    { previous = $0 }
    END {
        printf "%s", long_functions
        if (!n_functions)
            print "# no function was read"
        print (long_functions == "" && n_functions ? "" : "not ") \
            "ok 1 - no function is longer than 60 lines"
        printf "%s", long_files
        print (long_files == "" && n_files ? "" : "not ") \
            "ok 2 - no file is longer than 500 lines"
        print "1..2"
        exit (long_functions long_files) != "" || !n_functions
    }' || exit 1
