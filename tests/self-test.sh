#!/bin/sh
# Checks the checks: each rule, the session runner and the counting must fail
# on what they are there to find, and say where it is.
set -u
top=$(cd "${srcdir:-.}" && pwd)
n=0 n_failed=0

scratch=$(mktemp -d "${TMPDIR:-/tmp}/self-test.XXXXXX") || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM
cd "$scratch" || exit 2
unset srcdir builddir

# A small tree that keeps every rule.
fresh_tree() {
    rm -rf tree
    mkdir -p tree/src/base tree/src/study tree/src/render tree/tests/base \
        tree/man tree/src/stat
    printf '#include "base/text.h"\n#include <stdio.h>\n' >tree/src/main.c
    printf 'int f(int a,\n      int b)\n{\n    return a + b;\n}\n' \
        >tree/src/base/text.c
    printf 'int main(void)\n{\n}\n' >tree/tests/base/test_text.c
    printf 'SOURCES = src/main.c src/base/text.c\n' >tree/Makefile.am
    printf 'UNIT_TESTS = \\\n\ttests/base/test_text\n' >>tree/Makefile.am
    printf '.Xr llmstats-read 1 ,\n' >tree/man/llmstats.1
    printf '.It Fl o , Fl -output Ar FILE\n.It Fl -help\n' \
        >tree/man/llmstats-read.1
    cat >program <<'END'
#!/bin/sh
if test "$1" = --help; then
    printf 'Commands:\n  read  reads\n\nOptions:\n  --version  says it\n'
else
    printf 'Options:\n  -o, --output FILE  where\n  --help\n'
fi
END
    chmod +x program
}

check() { # WHAT STATUS LINE COMMAND...: LINE must be in what it prints
    n=$((n + 1))
    what=$1 expected=$2 line=$3
    shift 3
    "$@" >output 2>&1 </dev/null
    got=$?
    if test "$got" = "$expected" && grep -qF -e "$line" output; then
        echo "ok $n - $what"
    else
        n_failed=$((n_failed + 1))
        sed 's/^/# /' output
        echo "# status $got, expected $expected and: $line"
        echo "not ok $n - $what"
    fi
}

rule() { # NAME
    if test "$1" = manual; then
        sh "$top/tests/manual.sh" tree ./program
    else
        sh "$top/tests/$1.sh" tree
    fi
}

n_lines() { # N: a C file of so many lines, one function
    printf 'int f(int a,\n      int b)\n{\n'
    awk -v n="$1" 'BEGIN { for (i = 4; i < n; i++) print "    f();" }'
    echo '}'
}

for name in layers sizes style modules manual; do
    fresh_tree
    check "$name: a tidy tree passes" 0 'ok 1 - ' rule "$name"
    rm -rf tree/src/* tree/tests/base tree/man/* && printf '#!/bin/sh\n' >program
    check "$name: a tree with nothing in it does not pass" 1 'not ok' \
        rule "$name"
done

fresh_tree
printf '\n#include "render/renderer.h"\n' >tree/src/study/latency.c
check 'layers: neighbours do not talk' 1 \
    'src/study/latency.c:2: study must not include render/renderer.h' \
    rule layers
fresh_tree
printf '#  include "study/study.h"\n' >tree/src/base/text.h
check 'layers: a lower floor does not look up' 1 \
    'src/base/text.h:1: base must not include study/study.h' rule layers
fresh_tree
printf '#include <gsl/gsl_cdf.h>\n' >tree/src/study/shape.c
check 'layers: libraries stay where they are wrapped' 1 \
    'src/study/shape.c:1: study must not include <gsl/gsl_cdf.h>' rule layers

fresh_tree
n_lines 60 >tree/src/base/text.c
check 'sizes: a function of 60 lines passes' 0 'ok 1 - ' rule sizes
n_lines 61 >tree/src/base/text.c
check 'sizes: a function of 61 lines is too long' 1 \
    'src/base/text.c:1: 61 lines: int f(int a,' rule sizes
fresh_tree
for i in 60 60 60 60 60 60 60 60 60; do n_lines "$i"; done >tree/src/base/text.c
check 'sizes: a file of 540 lines is too long' 1 \
    'src/base/text.c: over 500 lines' rule sizes

fresh_tree
echo 'strcpy (a, b);' >tree/src/base/text.c
check 'style: unsafe calls are found' 1 './src/base/text.c:1:strcpy (' \
    rule style
fresh_tree
printf '# see /%s/x/data\n' home >tree/Makefile.am
check 'style: paths of a machine are found' 1 './Makefile.am:1:' rule style
fresh_tree
printf 'int x;' >tree/src/base/text.c
check 'style: a missing last newline is found' 1 '# ./src/base/text.c' \
    rule style

fresh_tree
rm tree/tests/base/test_text.c
check 'modules: a module without a test is found' 1 \
    'src/base/text.c: tests/base/test_text.c is missing' rule modules
fresh_tree
echo 'UNIT_TESTS =' >tree/Makefile.am
check 'modules: a test that is not run is found' 1 \
    'tests/base/test_text.c: not in Makefile.am' rule modules

fresh_tree
: >tree/src/study/words.h
check 'modules: a source that is not built is found' 1 \
    'src/study/words.h: not in Makefile.am' rule modules

fresh_tree
rm tree/man/llmstats-read.1
check 'manual: a command without a page is found' 1 \
    'man/llmstats-read.1 is missing' rule manual
fresh_tree
echo '.It Fl -help' >tree/man/llmstats-read.1
check 'manual: a flag that is not documented is found' 1 \
    'llmstats-read.1: --output is missing' rule manual
fresh_tree
echo '.It Fl -old Ar N' >>tree/man/llmstats-read.1
check 'manual: a flag that is no more is found' 1 \
    'llmstats-read.1: --old is no flag of the program' rule manual
fresh_tree
: >tree/man/llmstats.1
check 'manual: a command that llmstats(1) does not name is found' 1 \
    'llmstats.1: does not name llmstats-read' rule manual

session() { # LINES: runs a session of these
    mkdir -p tree/data tree/tests/fixtures
    printf '%s\n' "$@" >session.md
    srcdir=tree builddir=. sh "$top/tests/session.sh" session.md
}
check 'session: what is as shown passes' 0 'ok 1 - session.md:3 echo a' \
    session Text '' '    $ echo a; echo b >&2' '    a' '    b' '' More
check 'session: other output fails' 1 'not ok 1 - session.md:1' \
    session '    $ echo a' '    b'
check 'session: too little output fails' 1 'not ok 1' \
    session '    $ echo a' '    a' '    b'
check 'session: too much output fails' 1 'not ok 1' \
    session '    $ printf "a\nb\n"' '    a'
check 'session: output where none is shown fails' 1 'not ok 1' \
    session '    $ echo a'
check 'session: an unexpected status fails' 1 'status 3, expected 0' \
    session '    $ exit 3'
check 'session: another status than the shown fails' 1 'expected 2' \
    session '    $ exit 3' '    [status 2]'
check 'session: the status that is shown passes' 0 'ok 1' \
    session '    $ echo a; exit 3' '    a' '    [status 3]'
check 'session: a file without a block fails' 1 'not ok 1' session Text
check 'session: a fenced block is not run' 1 'holds no block' \
    session '```' '    $ exit 3' '```'
check 'session: one bad block does not hide the next' 1 'ok 2 - session.md:4' \
    session '    $ exit 1' '' Text '    $ echo a' '    a'
check 'session: the blocks of a file share a folder' 0 'ok 2' \
    session '    $ cat >x <<E' '    > a' '    > E' Text '    $ cat x' '    a'
check 'session: empty lines inside output count' 1 'not ok 1' \
    session '    $ printf "a\n\nb\n"' '    a' '    b'
check 'session: three dots stand for any lines' 0 'ok 1' \
    session '    $ seq 9' '    1' '    ...' '    8' '    9'
check 'session: three dots do not hide what follows' 1 'not ok 1' \
    session '    $ seq 9' '    1' '    ...' '    10'
check 'session: <*> stands for characters of a line' 0 'ok 1' \
    session '    $ echo read in 0.2 s, done' '    read in <*> s, done'
check 'session: <*> does not hide what follows' 1 'not ok 1' \
    session '    $ echo read in 0.2 s, failed' '    read in <*> s, done'

update() {
    session "$@" >/dev/null
    srcdir=tree builddir=. sh "$top/tests/session.sh" --update session.md &&
        cat session.md && srcdir=tree builddir=. sh "$top/tests/session.sh" \
        session.md
}
check 'session: what was updated passes' 0 '    [status 4]' \
    update Text '' '    $ printf "a\n\n b\n"; exit 4' '    old' '' More
check 'session: updating keeps patterns that match' 0 '    <*>c' \
    update '    $ echo abc' '    <*>c' '' More '' '    $ echo new'

counts() { # RESULT LOG: counts one program's log
    rm -rf logs && mkdir logs
    printf ':test-result: %s\n' "$1" >logs/a.trs
    printf '%b' "$2" >logs/a.log
    sh "$top/tests/count.sh" logs
}
run='[ RUN      ] a\n' fine='[       OK ] a\n'
check 'count: cases of cmocka' 1 '1 passed, 1 failed, 1 skipped' counts FAIL \
    "$run$fine${run}[  FAILED  ] a\n${run}[  SKIPPED ] a
[  PASSED  ] 1 test(s).\n[  FAILED  ] 1 test(s), listed below:\n"
check 'count: cases of a script' 1 '1 passed, 1 failed, 1 skipped' \
    counts FAIL 'ok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP no tool\n1..3\n'
check 'count: everything passed' 0 '2 passed, 0 failed, 0 skipped' \
    counts PASS 'ok 1 - a\nok 2 - b\n1..2\n'
check 'count: a crash in a case fails' 1 '0 passed, 1 failed, 0 skipped' \
    counts FAIL "$run"
check 'count: a crash after the cases fails' 1 '1 passed, 1 failed' \
    counts FAIL "$run$fine"
check 'count: a program without a case fails' 1 '0 passed, 1 failed' \
    counts PASS ''
check 'count: a program that skips itself is skipped' 1 \
    '0 passed, 0 failed, 1 skipped' counts SKIP 'no compiler\n'
check 'count: nothing at all fails' 1 '0 passed, 0 failed, 0 skipped' \
    sh "$top/tests/count.sh" tree

echo "1..$n"
test "$n_failed" = 0
