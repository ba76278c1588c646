# Stacked bars by group; the density over all; modes as points on it.
plot for [s in bars] data index block(s) \
        using (($1 + $5) / 2):($6 + $2 / 2):1:5:6:($6 + $2) \
        with boxxyerror lc rgb colour(s) fillstyle solid 1 border lc rgb colour(s), \
    for [s in lines] data index block(s) using 1:2 with lines \
        lw 2.5 dt dash(s) lc rgb colour(s), \
    for [s in points] data index block(s) using 1:2 with points \
        pt 7 ps 2.2 lc rgb ground, \
    for [s in points] data index block(s) using 1:2 with points \
        pt 7 ps 1.5 lc rgb colour(s), \
    NaN
