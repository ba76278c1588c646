# shellcheck shell=sh
# For scripts that test the program as a whole: read it with `.`.
#
# $program is its full path, $folder a folder of one's own; check counts and
# prints, and finish says at the end how many there were.
# shellcheck disable=SC2034 # who reads this uses it
program=$(cd "${builddir:-.}" && pwd)/llmstats
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
n=0 n_failed=0

check() { # NAME STATUS
    n=$((n + 1))
    if test "$2" = 0; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        n_failed=$((n_failed + 1))
    fi
}

finish() {
    echo "1..$n"
    test "$n_failed" = 0
}
