#!/bin/sh
# Checks that the manual and the program agree: every command has a page and
# a line in llmstats(1), and a page documents the flags that `--help` prints,
# all of them and no other.
#
#   tests/manual.sh [SOURCE-TREE [PROGRAM]]
set -u
source=${1:-${srcdir:-.}}
program=${2:-./llmstats}
n=0 n_failed=0

# The command names in `llmstats --help`: two spaces, name, spaces, summary.
commands() {
    "$program" --help | sed -n 's/^  \([a-z][a-z-]*\)  *[^ ].*/\1/p'
}

# Flags in the help of a command: `  --flag ...` or `  -f, --flag ...`.
flags_of_help() {
    "$program" "$1" --help |
        sed -n 's/^  \(-[A-Za-z], \)\{0,1\}--\([a-z][a-z0-9-]*\).*/\2/p' |
        LC_ALL=C sort -u
}

# Flags in a page: `.It Fl -flag` or `.It Fl f , Fl -flag`.
flags_of_page() {
    sed -n 's/^\.It Fl \(.* Fl \)\{0,1\}-\([a-z][a-z0-9-]*\).*/\2/p' "$1" |
        LC_ALL=C sort -u
}

report() { # WHAT FINDINGS
    n=$((n + 1))
    test -z "$2" && { echo "ok $n - $1"; return; }
    printf '%s\n' "$2" | sed 's/^/# /'
    echo "not ok $n - $1"
    n_failed=$((n_failed + 1))
}

compare() { # COMMAND PAGE
    flags_of_help "$1" >"$scratch/help"
    flags_of_page "$2" >"$scratch/page"
    test -s "$scratch/help" || echo "llmstats $1 --help prints no flag"
    comm -23 "$scratch/help" "$scratch/page" |
        sed "s/.*/llmstats-$1.1: --& is missing/"
    comm -13 "$scratch/help" "$scratch/page" |
        sed "s/.*/llmstats-$1.1: --& is no flag of the program/"
}

scratch=$(mktemp -d "${TMPDIR:-/tmp}/manual.XXXXXX") || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM

for command in $(commands); do
    page=$source/man/llmstats-$command.1
    if test -r "$page"; then
        found=$(compare "$command" "$page")
        grep -q "^\.\(It \)\{0,1\}Xr llmstats-$command 1" "$source/man/llmstats.1" ||
            found="$found
llmstats.1: does not name llmstats-$command"
    else
        found="man/llmstats-$command.1 is missing"
    fi
    report "the page of $command documents its flags" "$found"
done
test "$n" -gt 0 || report 'the program lists its commands' \
    "$program --help lists none"

report 'every page is of a command' "$(
    for page in "$source"/man/llmstats-*.1; do
        command=${page##*/llmstats-}
        commands | grep -qxF -e "${command%.1}" || echo "$page"
    done)"
echo "1..$n"
test "$n_failed" = 0
