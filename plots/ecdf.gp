# Steps by group, named at the line.
plot for [s in bands] data index block(s) using 1:3:4 with filledcurves \
        fillstyle transparent solid 0.15 noborder lc rgb colour(s), \
    for [s in steps] data index block(s) using 1:2 with steps \
        lw 2.5 dt dash(s) lc rgb colour(s), \
    for [s in lines] data index block(s) using 1:2 with lines \
        lw 2.5 dt dash(s) lc rgb colour(s), \
    NaN
