# The same figure once more, as pixels. Cairo counts in points of 1/96 inch,
# svg in pixels.
set output
if (is_dark) {
    set terminal pngcairo size 1280,720 noenhanced font "DejaVu Sans,19" \
        fontscale 0.75 background "#14161a"
} else {
    set terminal pngcairo size 1280,720 noenhanced font "DejaVu Sans,19" \
        fontscale 0.75 background "#ffffff"
}
set output name . ".png"
do for [i = 1:n_labels] {
    if (LP[i] == 0 && LQ[i] ne LT[i]) { set label i LQ[i] }
}
replot
set output
