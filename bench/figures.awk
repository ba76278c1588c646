# The figures of a results.json of llmstats, as the peers print theirs:
# workload, metric, n, mean, sd, p50, p90, p95, p99, between tabs.
#
# Reads JSON by tokens and remembers each value under its path, such as
# groups.2.metrics.latency.mean.value.

function value_end(value) {
    at[path()] = value
    if (depth > 0 && is_list[depth])
        name[depth]++
}

function path(    text, i) {
    for (i = 1; i <= depth; i++)
        text = text (i > 1 ? "." : "") name[i]
    return text
}

function token(t) {
    if (t == "{" || t == "[") {
        depth++
        is_list[depth] = t == "["
        name[depth] = is_list[depth] ? 0 : ""
    } else if (t == "}" || t == "]") {
        depth--
        if (depth > 0 && is_list[depth])
            name[depth]++
        else if (depth > 0)
            name[depth] = ""
    } else if (t == ",") {
        if (!is_list[depth])
            name[depth] = ""
    } else if (t != ":") {
        if (t ~ /^"/)
            t = substr(t, 2, length(t) - 2)
        if (depth > 0 && !is_list[depth] && name[depth] == "")
            name[depth] = t
        else
            value_end(t)
    }
}

function print_metric(group, metric,    m, j, p, quantile) {
    m = group ".metrics." metric
    if (!((m ".n") in at))
        return
    for (j = 0; (m ".quantiles." j ".p") in at; j++) {
        p = at[m ".quantiles." j ".p"] + 0
        quantile[p ""] = at[m ".quantiles." j ".value"]
    }
    print at[group ".by.workload"], metric, at[m ".n"], at[m ".mean.value"],
        at[m ".sd"], quantile["0.5"], quantile["0.9"], quantile["0.95"],
        quantile["0.99"]
}

BEGIN {
    OFS = "\t"
    pattern = "\"([^\"\\\\]|\\\\.)*\"|[{}:,]|\\[|\\]|[-+.0-9A-Za-z]+"
}

{
    rest = $0
    while (match(rest, pattern)) {
        token(substr(rest, RSTART, RLENGTH))
        rest = substr(rest, RSTART + RLENGTH)
    }
}

END {
    for (i = 0; ("groups." i ".n") in at; i++)
        if (("groups." i ".by.workload") in at) {
            print_metric("groups." i, "latency")
            print_metric("groups." i, "ttft")
        }
}
