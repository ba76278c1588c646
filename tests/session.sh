#!/bin/sh
# Runs a session: a Markdown file whose indented blocks that begin with a
# command are run and compared with what they show.
#
#   tests/session.sh [--update] FILE.md
#
#       $ llmstats inspect fixtures/small.csv
#       what it prints, on standard output and standard error together
#       $ cat >own.csv <<END
#       > ttft_ms
#       > 12
#       > END
#       $ llmstats analyze missing.csv
#       llmstats: missing.csv: no such file
#       [status 2]
#
# A line of expected output that is only `...` stands for any lines, none
# included; `<*>` inside a line stands for any characters. Everything else is
# compared as it is, but for empty lines at the end. A status other than 0 is
# written as the last line. The commands of a file run one after the other in
# one new folder, in which `data` and `fixtures` are those of the project.
# Fenced blocks (```) are not run. One block is one test case.
#
# --update rewrites FILE.md with what the commands print now; blocks that
# still match keep their patterns.
set -u

update=false
if test "${1:-}" = --update; then
    update=true
    shift
fi
test $# = 1 || { echo "usage: $0 [--update] FILE.md" >&2; exit 2; }
file=$1
test -r "$file" || { echo "not ok 1 - $file cannot be read"; exit 1; }

build=$(cd "${builddir:-.}" && pwd)
source=$(cd "${srcdir:-$(dirname "$0")/..}" && pwd)
name=${file#"${srcdir:-}"/}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/session.XXXXXX") || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM
parts=$scratch/parts
work=$scratch/work
mkdir "$parts" "$work" "$scratch/bin"
ln -s "$source/data" "$work/data"
ln -s "$source/tests/fixtures" "$work/fixtures"
if test -n "${SESSION_UNDER:-}"; then # valgrind, say
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$SESSION_UNDER" \
        "$build/llmstats" >"$scratch/bin/llmstats"
    chmod +x "$scratch/bin/llmstats"
else
    ln -s "$build/llmstats" "$scratch/bin/llmstats"
fi
PATH=$scratch/bin:$PATH
LC_ALL=C TZ=UTC HOME=$work
export PATH LC_ALL TZ HOME
unset COLUMNS CI

# Splits FILE.md into parts/N.command, N.expected and N.status, one for each
# command, and parts/index: N, block, first line, last line of the expectation.
split() {
    awk -v parts="$parts" '
    function finish() {
        if (!n || finished)
            return
        finished = 1
        path = parts "/" n
        printf "%s", command >(path ".command")
        printf "%s", expected >(path ".expected")
        print status >(path ".status")
        print n, block, first, last >(parts "/index")
        close(path ".command")
        close(path ".expected")
        close(path ".status")
    }
    /^(```|~~~)/ { fenced = !fenced }
    fenced { finish(); open = 0; next }
    /^    \$ / {
        finish()
        if (!open)
            block++
        n++
        open = in_command = 1
        finished = 0
        command = substr($0, 7) "\n"
        expected = gap = ""
        status = 0
        first = last = NR
        next
    }
    open && in_command && /^    > ?/ {
        line = substr($0, 7)
        command = command line "\n"
        first = last = NR
        next
    }
    open && /^    \[status [0-9]+\]$/ {
        status = $2 + 0
        last = NR
        next
    }
    open && /^    / {
        in_command = 0
        expected = expected gap substr($0, 5) "\n"
        gap = ""
        last = NR
        next
    }
    open && /^ *$/ { in_command = 0; gap = gap "\n"; next }
    { finish(); open = 0 }
    END { finish() }
    ' "$file"
}

# Do the lines of file $1 (with patterns) match those of file $2? Greedy
# matching with one way back is enough, as for the wildcards of a shell.
matches() {
    awk '
    function same(pattern, text,    n, piece, i, at) {
        if (pattern == text)
            return 1
        n = split(pattern, piece, /<\*>/)
        if (n < 2 || substr(text, 1, length(piece[1])) != piece[1])
            return 0
        text = substr(text, length(piece[1]) + 1)
        for (i = 2; i < n; i++) {
            at = index(text, piece[i])
            if (piece[i] != "" && !at)
                return 0
            if (piece[i] != "")
                text = substr(text, at + length(piece[i]))
        }
        return length(text) >= length(piece[n]) && \
            substr(text, length(text) - length(piece[n]) + 1) == piece[n]
    }
    FILENAME == ARGV[1] { want[++n_want] = $0; next }
    { got[++n_got] = $0 }
    END {
        while (n_got && got[n_got] == "")
            n_got--
        i = j = 1
        while (j <= n_got) {
            if (want[i] == "..." && i <= n_want) {
                star = i++
                back = j
            } else if (i <= n_want && same(want[i], got[j])) {
                i++
                j++
            } else if (star) {
                i = star + 1
                j = ++back
            } else
                exit 1
        }
        while (i <= n_want && want[i] == "...")
            i++
        exit i <= n_want
    }' "$1" "$2"
}

run() { # N: leaves N.output and N.got, says whether it went as expected
    (cd "$work" && exec timeout 300 sh "$parts/$1.command") \
        </dev/null >"$parts/$1.output" 2>&1
    echo $? >"$parts/$1.got"
    cmp -s "$parts/$1.status" "$parts/$1.got" &&
        matches "$parts/$1.expected" "$parts/$1.output"
}

show() { # N: what was expected beside what came
    {
        sed 's/^/$ /' "$parts/$1.command"
        diff -u "$parts/$1.expected" "$parts/$1.output" | sed 1,2d
        test "$(cat "$parts/$1.status")" = "$(cat "$parts/$1.got")" ||
            echo "status $(cat "$parts/$1.got")," \
                "expected $(cat "$parts/$1.status")"
    } | sed 's/^/# /'
}

# Replaces what is below each command that failed by what it printed.
rewrite() {
    awk -v parts="$parts" '
    FILENAME ~ /index$/ { n[$3] = $1; last[$3] = $4; next }
    FNR > skip { print }
    FNR in n && (getline line <(parts "/" n[FNR] ".failed")) >= 0 {
        path = parts "/" n[FNR]
        blank = ""
        while ((getline line <(path ".output")) > 0) {
            if (line == "") {
                blank = blank "\n"
                continue
            }
            printf "%s    %s\n", blank, line
            blank = ""
        }
        getline status <(path ".got")
        if (status + 0)
            print "    [status " status "]"
        skip = last[FNR]
    }' "$parts/index" "$file" >"$scratch/new.md"
    cmp -s "$scratch/new.md" "$file" || cat "$scratch/new.md" >"$file"
}

: >"$parts/index"
split
n_failed=0 current=0
result=ok
finish_block() {
    test "$current" = 0 && return
    echo "$result $current - $name:$at"
    test "$result" = ok || n_failed=$((n_failed + 1))
}
while read -r n block first _; do
    if test "$block" != "$current"; then
        finish_block
        current=$block result=ok
        at="$first $(sed 1q "$parts/$n.command")"
    fi
    if ! run "$n"; then
        result='not ok'
        : >"$parts/$n.failed"
        show "$n"
    fi
done <"$parts/index"
finish_block

if test "$current" = 0; then
    echo "not ok 1 - $name holds no block that begins with a command"
    exit 1
fi
echo "1..$current"
if $update; then
    rewrite
    exit 0
fi
test "$n_failed" = 0
