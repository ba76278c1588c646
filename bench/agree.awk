# Compares two tables of figures: awk -f agree.awk BASE OTHER.  Prints "same"
# if they have the same rows and no figure differs by more than 1e-9 of itself,
# or else "differ" and the first row that does.

function is_number(text) {
    return text ~ /^-?[0-9.]+(e[-+]?[0-9]+)?$/
}

function differs(a, b,    size) {
    if (!is_number(a) || !is_number(b))
        return 1
    size = a < 0 ? -a : a
    return a - b > 1e-9 * size || b - a > 1e-9 * size
}

BEGIN {
    FS = "\t"
    verdict = "same"
}

FNR == NR {
    for (i = 3; i <= 9; i++)
        base[$1, $2, i] = $i
    n_base++
    next
}

{
    n_other++
    for (i = 3; i <= 9; i++)
        if (!(($1, $2, i) in base) || differs(base[$1, $2, i], $i))
            verdict = "differ: " $1 " " $2
}

END {
    if (n_base == 0 || n_other != n_base)
        verdict = "differ: rows"
    print verdict
}
