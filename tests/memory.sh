#!/bin/sh
# How much memory a complete analysis takes beside the log: at most 12 bytes a
# kept number, 24 bytes a row for the metric in work, and what does not grow
# with the log. The program itself says whether it needs more than it may have
# (--max-memory), so that no clock and no other program decides.
#
# Of a row ten numbers are kept: start, input and output tokens, TTFT, latency
# and cost, which the log has, and end, time per token, output rate and total
# tokens, which follow from them. Once all are decimals of few digits, as logs
# write them, and once they have all the digits that a double has.
set -u
. "${srcdir:-.}/tests/tap.sh"
rows=300000 numbers=10

make_log() { # FACTOR: 1, or a number that leaves no decimal short
    LC_ALL=C awk -v rows="$rows" -v factor="$1" '
    function draw() { # 0 to 1, the same everywhere
        seed = (seed * 69069 + 1) % 4294967296
        return seed / 4294967296
    }
    BEGIN {
        print "start,run,workload,input_tokens,output_tokens,ttft_s," \
            "latency_s,cost_usd,status"
        digits = factor == 1 ? "%.4f,%.4f,%.8f" : "%.17g,%.17g,%.17g"
        row = "%.3f,r%d,w%d,%d,%d," digits ",%s\n"
        for (i = 0; i < rows; i++) {
            input = int(20 + 2000 * draw())
            output = int(2 + 600 * draw())
            ttft = 0.1 + draw() * draw()
            latency = ttft + output * (0.005 + 0.01 * draw())
            printf row, 1772524800 + i / 100, int(i * 3 / rows) + 1, \
                4 * draw(), input, output, factor * ttft, factor * latency, \
                factor * (input + 4 * output) / 1e6, \
                draw() < 0.001 ? "error" : "success"
        }
    }'
}

analyze() { # LOG THREADS BYTES
    (cd "$folder" && "$program" analyze --no-charts --threads "$2" \
        --max-memory "$3" "$1")
}

# What does not grow is 64 MB in a large log. Of this one it would hide too
# much: it has 16 MB, and 32 MB for the stacks of more threads than one.
limit() { # THREADS
    echo $((rows * (12 * numbers + 24) + (16 << 20) + (32 << 20) * ($1 - 1)))
}


make_log 1 >"$folder/short.csv"
make_log 0.73218491827364551 >"$folder/long.csv"
for log in short long; do
    for threads in 1 2; do
        analyze "$log.csv" "$threads" "$(limit "$threads")" \
            >"$folder/out" 2>&1
        status=$?
        test "$status" = 0 || sed 's/^/# /' "$folder/out"
        check "$log decimals on $threads threads stay within the bound" \
            "$status"
    done
done
analyze short.csv 1 $((rows * 12 * numbers / 2)) >"$folder/out" 2>&1
test $? = 2 && grep -q 'more memory is needed' "$folder/out"
check 'half of the numbers alone would be too little' $?
finish
