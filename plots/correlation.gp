# Shaded cells, a row and a column for each field.
plot for [s in cells] data index block(s) \
        using (($1 + $5) / 2):(($3 + $4) / 2):1:9:3:10:8 \
        with boxxyerror fillstyle solid 1 noborder lc rgb variable, \
    NaN
