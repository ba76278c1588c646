# Percentiles by group: a dot with a thin line; hollow when in doubt.
plot for [s in intervals] data index block(s) using 3:2:($4 - $3):(0) \
        with vectors nohead lw 1.8 lc rgb colour(s), \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? NaN : $2) \
        with points pt 7 ps 1.4 lc rgb colour(s), \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? $2 : NaN) \
        with points pt 7 ps 1.4 lc rgb ground, \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? $2 : NaN) \
        with points pt 6 ps 1.4 lw 2 lc rgb colour(s), \
    NaN
