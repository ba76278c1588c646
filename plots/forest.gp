# Ratios with intervals by row; the margin is shaded.
plot for [s in bands] data index block(s) \
        using (($3 + $4) / 2):(0):3:4:(N[8]):(N[9]) with boxxyerror \
        fillstyle transparent solid 0.15 noborder lc rgb colour(s), \
    for [s in intervals] data index block(s) using 3:2:($4 - $3):(0) \
        with vectors nohead lw 1.8 lc rgb colour(s), \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? NaN : $2) \
        with points pt 7 ps 1.6 lc rgb colour(s), \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? $2 : NaN) \
        with points pt 7 ps 1.6 lc rgb ground, \
    for [s in intervals] data index block(s) using 1:($7 > 0 ? $2 : NaN) \
        with points pt 6 ps 1.6 lw 2 lc rgb colour(s), \
    NaN
