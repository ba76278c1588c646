#!/bin/sh
# Checks what `llmstats test` computes against tests/reference/values.tsv, one
# case for each line of tests/reference/test-command.tsv: which value (dataset,
# group, statistic, parameters), the field of the first of "tests" that must
# have it, and the arguments. A value of class `undef` must be null.
set -u
source=$(cd "${srcdir:-.}" && pwd)
program=$(cd "${builddir:-.}" && pwd)/llmstats
reference=$source/tests/reference
cases=$reference/test-command.tsv

# Every command once: a line `@ARGUMENTS`, then the JSON.
run_all() {
    cd "$reference/data" || exit 2
    tail -n +2 "$cases" | cut -f 6 | LC_ALL=C sort -u |
        while read -r arguments; do
            echo "@$arguments"
            # The file holds the words as a shell reads them.
            sh -c "exec \"\$0\" test $arguments --json -" "$program" </dev/null
        done
}

# The first of "tests" as lines: arguments, field, value. Fields of objects
# and places of lists are joined by points: estimate.low, df.1.
flatten() {
    LC_ALL=C awk '
    function join(    path, i) {
        path = ""
        for (i = 3; i <= depth; i++)
            path = path (i > 3 ? "." : "") name[i]
        return path
    }
    function value(text) {
        if (depth >= 3 && name[2] == 0)
            print arguments "\t" join() "\t" text
    }
    function leave() { if (is_list[depth]) name[depth]++ }
    /^@/ { arguments = substr($0, 2); is_open = 0; next }
    /^  "tests": \[/ { is_open = 1; depth = 1 }
    !is_open { next }
    {
        line = $0
        while (match(line, /"([^"\\]|\\.)*"|[][{}:,]|[-+.0-9a-zE]+/)) {
            token = substr(line, RSTART, RLENGTH)
            line = substr(line, RSTART + RLENGTH)
            if (token == "[" || token == "{") {
                depth++
                is_list[depth] = token == "["
                name[depth] = 0
            } else if (token == "]" || token == "}") {
                depth--
                leave()
            } else if (token == ":" || token == ",") {
                continue
            } else if (!is_list[depth] && line ~ /^:/) {
                gsub(/"/, "", token)
                name[depth] = token
            } else {
                value(token)
                leave()
            }
        }
        if (depth < 2)
            is_open = 0
    }'
}

run_all | flatten | LC_ALL=C awk -F '\t' '
    function is_near(got, want, rtol, atol,    apart) {
        apart = got - want
        if (apart < 0) apart = -apart
        return apart <= atol + rtol * (want < 0 ? -want : want)
    }
    # What is infinite or undefined is null.
    function judge(got, key) {
        if (class[key] == "undef" || wanted[key] ~ /^-?(Inf|NaN|NA)$/)
            return got == "null"
        return got ~ /^[-0-9]/ && \
            is_near(got + 0, wanted[key] + 0, rtol[key] + 0, atol[key] + 0)
    }
    FNR == 1 { file++ }
    file == 1 { got[$1, $2] = $3; next }
    { key = $1 FS $2 FS $3 FS $4 }
    file == 2 {
        wanted[key] = $5; class[key] = $6; rtol[key] = $7; atol[key] = $8
        next
    }
    FNR > 1 {
        n++
        what = $3 " of " $1 ($2 == "" ? "" : " " $2) \
            ($4 == "" ? "" : " (" $4 ")")
        value = ($6, $5) in got ? got[$6, $5] : "nothing"
        if (key in wanted && judge(value, key)) {
            print "ok " n " - " what
            next
        }
        print "# llmstats test " $6
        print "# " $5 ": " value ", expected " wanted[key]
        print "not ok " n " - " what
        n_failed++
    }
    END {
        print "1.." n
        exit n_failed > 0 || n == 0
    }' - "$reference/values.tsv" "$cases"
