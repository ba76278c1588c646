#!/bin/sh
# Miller: miller.sh FILE FORMAT THREADS.  bench/README.md says what is asked.
set -eu

case $2 in
csv-gz) input='--icsv --gzin' ;;
csv*) input=--icsv ;;
*) input=--ijsonl ;;
esac

# One line a workload: its name, then seven figures of each metric.
# shellcheck disable=SC2016,SC1010,SC2086 # $status and then are Miller's
GOMAXPROCS=$3 mlr $input --otsv --headerless-csv-output \
    filter '$status == 200' then \
    stats1 -i -a count,mean,stddev,p50,p90,p95,p99 -f latency_s,ttft_s \
    -g workload "$1" |
    awk -F '\t' -v OFS='\t' '{
        print $1, "latency", $2, $3, $4, $5, $6, $7, $8
        print $1, "ttft", $9, $10, $11, $12, $13, $14, $15
    }'
