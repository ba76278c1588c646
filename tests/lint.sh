#!/bin/sh
# What the compilers do not see: `make lint`. Not a part of `make check`, as
# the answers of these tools change with their versions.
#
#   tests/lint.sh
set -u
cd "${srcdir:-.}" || exit 2
n_failed=0

has() { # TOOL PACKAGE
    command -v "$1" >/dev/null 2>&1 && return
    echo "$1 is missing: install the package $2"
    n_failed=$((n_failed + 1))
    return 1
}

run() {
    echo "$1"
    "$@" || n_failed=$((n_failed + 1))
}

# One file a run, on every processor: clang-tidy 14 takes the va_list of every
# file behind the first for uninitialized.
tidy() { # FILE...
    # shellcheck disable=SC2016 # the inner shell has them
    printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 \
        sh -c 'clang-tidy --quiet "$1" -- $flags' clang-tidy
}

sources=$(find src tests data bench/*.c -name '*.[ch]' -o -name '*.cc')
c_files=$(find src -name '*.c')
# shellcheck disable=SC2089 # they are for the preprocessor
flags='-std=c17 -D_GNU_SOURCE -Isrc -I. -DPKGDATADIR="" -DBINDIR=""
    -DBUILD_DIR="" -DSOURCE_DIR="" -DPACKAGE_VERSION="" -DARCHIVE_NAME=""'
# shellcheck disable=SC2090
export flags

# The lists are split on purpose: no file of ours has a blank in its name.
# shellcheck disable=SC2086
{
    has clang-format clang-format &&
        run clang-format --dry-run -Werror $sources
    has shellcheck shellcheck &&
        run shellcheck bootstrap .ci/run tests/*.sh bench/*.sh \
            bench/setup bench/peers/*.sh
    has cppcheck cppcheck &&
        run cppcheck --quiet --error-exitcode=1 --inline-suppr \
            --enable=warning,performance,portability \
            --suppress=missingIncludeSystem --std=c11 -D__linux__ \
            -DPACKAGE_VERSION='""' \
            --template='{file}:{line}: {id}: {message}' -Isrc src
    has clang-tidy clang-tidy &&
        run tidy $c_files
    has mandoc mandoc && run mandoc -T lint -W warning man/*.1
}
test "$n_failed" = 0 && echo 'lint: nothing to say'
test "$n_failed" = 0
