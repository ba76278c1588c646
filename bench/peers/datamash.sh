#!/bin/sh
# GNU datamash: datamash.sh FILE csv.  bench/README.md says what is asked.
# It finds no columns by name and reads no quotes: 5 is workload, 8 ttft_s,
# 9 latency_s, 11 status.
set -eu
export LC_ALL=C

awk -F , '$11 == 200' "$1" |
    datamash -t , -s --format '%.17g' -g 5 \
        count 9 mean 9 sstdev 9 perc:50 9 perc:90 9 perc:95 9 perc:99 9 \
        count 8 mean 8 sstdev 8 perc:50 8 perc:90 8 perc:95 8 perc:99 8 |
    awk -F , -v OFS='\t' '{
        print $1, "latency", $2, $3, $4, $5, $6, $7, $8
        print $1, "ttft", $9, $10, $11, $12, $13, $14, $15
    }'
