#!/bin/sh
# Checks what every file of src/ includes: only headers of its own folder or
# of a lower floor, and each library only in the place that wraps it.
#
#   tests/layers.sh [SOURCE-TREE]
set -u
cd "${1:-${srcdir:-.}}" || exit 2

find src -name '*.c' -o -name '*.h' -o -name '*.cc' | LC_ALL=C sort |
    xargs grep -Hn '^[ \t]*#[ \t]*include' | LC_ALL=C awk '
    BEGIN {
        floor["base"] = 0
        floor["data"] = 1
        floor["log"] = floor["stat"] = floor["doc"] = 2
        floor["study"] = floor["render"] = 3
        floor["cmd"] = 4
        floor["main.c"] = 5

        place["gsl/"] = "^(stat/|base/random\\.|main\\.c)"
        place["csv.h"] = place["simdjson.h"] = place["ini.h"] = "^log/"
        place["archive.h"] = place["archive_entry.h"] = \
            "^base/archive_library\\."
        place["zlib.h"] = "^base/unpack\\."
        place["xxhash.h"] = "^(base/digest(_wide)?|data/table)\\."
        place["cmark-gfm"] = "^render/"
        place["cmocka.h"] = "^$"
    }
    function fail(rule, message) {
        bad[rule] = bad[rule] "# " where ": " message "\n"
    }
    {
        split($0, part, ":")
        where = part[1] ":" part[2]
        file = substr(part[1], 5) # without src/
        folder = file
        sub(/\/.*/, "", folder)
        header = $0
        sub(/^[^"<]*["<]/, "", header)
        sub(/[">].*/, "", header)
        n_includes++
        if (!(folder in floor))
            fail(1, folder " is on no floor")
    }
    /include[ \t]*"/ {
        target = header
        sub(/\/.*/, "", target)
        if (target == header || !(target in floor))
            fail(1, header " is not named from src/")
        else if (target != folder && floor[target] >= floor[folder])
            fail(1, folder " must not include " header)
    }
    /include[ \t]*</ {
        for (library in place)
            if (index(header, library) == 1 && file !~ place[library])
                fail(2, folder " must not include <" header ">")
    }
    function report(n, rule) {
        printf "%s", bad[n]
        print (bad[n] ? "not ok " : "ok ") n " - " rule
    }
    END {
        if (!n_includes)
            fail(1, "no include was read")
        report(1, "headers come from the same folder or a lower floor")
        report(2, "each library is included only where it is wrapped")
        print "1..2"
        exit (bad[1] bad[2]) != ""
    }'
