# Points by group or cells with counts; lines in each group and over all.
plot for [s in cells] data index block(s) \
        using (($1 + $5) / 2):(($3 + $4) / 2):1:9:3:10:8 \
        with boxxyerror fillstyle solid 1 noborder lc rgb variable, \
    for [s in points] data index block(s) using 1:2 with points \
        pt pointtype(s) ps 0.7 lc rgb colour(s), \
    for [s in lines] data index block(s) using 1:2 with lines \
        lw 6 lc rgb ground, \
    for [s in lines] data index block(s) using 1:2 with lines \
        lw 3 dt dash(s) lc rgb colour(s), \
    NaN
