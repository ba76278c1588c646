# A percentile by run with its interval; a band: the mean of the runs.
plot for [s in bands] data index block(s) using 1:3:4 with filledcurves \
        fillstyle transparent solid 0.15 noborder lc rgb colour(s), \
    for [s in bands] data index block(s) using 1:2 with lines \
        lw 1.5 dt 2 lc rgb colour(s), \
    for [s in lines] data index block(s) using 1:2 with lines \
        lw 2.5 dt dash(s) lc rgb colour(s), \
    for [s in steps] data index block(s) using 1:2 with steps \
        lw 2.5 dt dash(s) lc rgb colour(s), \
    for [s in intervals] data index block(s) using 1:3:(0):($4 - $3) \
        with vectors nohead lw 1.8 lc rgb colour(s), \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? NaN : $2) \
        with points pt pointtype(s) ps 1.6 lc rgb colour(s), \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? $2 : NaN) \
        with points pt pointtype(s) ps 1.6 lc rgb ground, \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? $2 : NaN) \
        with points pt open_type(s) ps 1.6 lw 2 lc rgb colour(s), \
    for [s in points] data index block(s) using 1:2 with points \
        pt 7 ps 1.4 lc rgb colour(s), \
    NaN
