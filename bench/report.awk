# Makes the two tables of make bench from what run.sh measured: lines of
# format, rows, bytes, tool, round, seconds, seconds inside, peak in KB,
# figures, between tabs.  "-" is what is not known.

function median(values, n,    i, j, swap) {
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && values[j - 1] > values[j]; j--) {
            swap = values[j]
            values[j] = values[j - 1]
            values[j - 1] = swap
        }
    if (n == 0)
        return "-"
    return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}

# The rounds of a column, with what is not known left out; returns how many.
function collect(c, of, into,    i, n) {
    split("", into)
    for (i = 1; i <= rounds[c]; i++)
        if ((c, i) in of && of[c, i] != "-")
            into[++n] = of[c, i]
    return n + 0
}

# How many times as long as llmstats, turn by turn; the time inside the
# process is taken where a tool tells it.
function ratio(c, base,    i, n, values, time) {
    for (i = 1; i <= rounds[c]; i++) {
        time = inside[c, i] != "-" ? inside[c, i] : wall[c, i]
        if (time != "-" && (base, i) in wall && wall[base, i] != "-")
            values[++n] = time / wall[base, i]
    }
    return n ? sprintf("%.2f", median(values, n)) : "-"
}

function seconds(x) {
    return x == "-" ? "-" : sprintf("%.3f", x)
}

function with_range(values, n,    middle) {
    middle = median(values, n) # which sorts them
    return n ? sprintf("%.3f (%.3f-%.3f)", middle, values[1], values[n]) : "-"
}

function print_times(    i, c, part, n, values, middle) {
    print "| log | rows | MB | tool | seconds (least-most) | inside |" \
        " times llmstats | MB/s | peak MB | figures |"
    print "|---|--:|--:|---|--:|--:|--:|--:|--:|---|"
    for (i = 1; i <= n_cells; i++) {
        c = cells[i]
        split(c, part, SUBSEP)
        n = collect(c, wall, values)
        middle = median(values, n)
        printf "| %s | %d | %.1f | %s | %s |", part[1], part[2],
            bytes[c] / 1e6, part[3], with_range(values, n)
        n = collect(c, inside, values)
        printf " %s | %s |", seconds(median(values, n)),
            ratio(c, part[1] SUBSEP part[2] SUBSEP "llmstats")
        printf " %s |", middle == "-" ? "-" : sprintf("%.0f",
            bytes[c] / 1e6 / middle)
        n = collect(c, peak, values)
        middle = median(values, n)
        printf " %s | %s |\n", middle == "-" ? "-" : sprintf("%.0f",
            middle / 1024), figures[c]
    }
}

# The line that says to which power of the rows seconds grow, by least squares
# over the logarithms; nothing for less than two sizes.
function growth(format, tool,    i, c, part, n, values, x, y, sx, sy, sxx,
                                 sxy, last_x, last_y, steps) {
    for (i = 1; i <= n_cells; i++) {
        c = cells[i]
        split(c, part, SUBSEP)
        if (part[1] != format || part[3] != tool ||
            !collect(c, wall, values))
            continue
        x = log(part[2])
        y = log(median(values, collect(c, wall, values)))
        if (n++)
            steps = steps sprintf(" %.2f", (y - last_y) / (x - last_x))
        last_x = x; last_y = y
        sx += x; sy += y; sxx += x * x; sxy += x * y
    }
    if (n < 2)
        return ""
    return sprintf("| %s | %s | %.2f | %s |\n", format, tool,
        (n * sxy - sx * sy) / (n * sxx - sx * sx), substr(steps, 2))
}

BEGIN {
    FS = "\t"
}

{
    cell = $1 SUBSEP $2 SUBSEP $4
    if (!(cell in rounds))
        cells[++n_cells] = cell
    if (!(($1, $4) in is_known)) {
        is_known[$1, $4] = 1
        pairs[++n_pairs] = $1 SUBSEP $4
    }
    if ($5 > rounds[cell])
        rounds[cell] = $5
    bytes[cell] = $3
    wall[cell, $5] = $6
    inside[cell, $5] = $7
    peak[cell, $5] = $8
    if (figures[cell] == "" || figures[cell] == "same")
        figures[cell] = $9
}

END {
    print_times()
    for (k = 1; k <= n_pairs; k++) {
        split(pairs[k], pair, SUBSEP)
        lines = lines growth(pair[1], pair[2])
    }
    if (lines != "") {
        print "\n| log | tool | growth | from size to size |"
        print "|---|---|--:|---|"
        printf "%s", lines
    }
}
