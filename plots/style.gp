# The common half of every figure. Reads NAME.dat, whose blocks are
#   0  numbers: margins, axes, ground      1  labels    2  strokes
#   3  one line a series: mark, colour, dash, point     4 ...  the series
# Positions of labels and strokes are pixels of a canvas of 1280 by 720. The
# script before this one sets `name`. No text but these lines is a command:
# every label is read as data.
data = name . ".dat"
set encoding utf8
set datafile separator "\t"
set datafile commentschars ""

array N[14]
set table $ignored
plot data index 0 using (N[int($0) + 1] = $2, 0) with table
unset table
is_dark = N[11] > 0
n_labels = int(N[12])
n_strokes = int(N[13])
n_series = int(N[14])

array LX[n_labels]; array LY[n_labels]; array LA[n_labels]
array LS[n_labels]; array LC[n_labels]; array LU[n_labels]
array LP[n_labels]; array LT[n_labels]; array LQ[n_labels]
set table $ignored
plot data index 1 using (i = int($0) + 1, LX[i] = $1, LY[i] = $2, \
    LA[i] = $3, LS[i] = $4, LC[i] = $5, LU[i] = $6, LP[i] = $7, \
    LT[i] = stringcolumn(8), LQ[i] = stringcolumn(9), 0) with table
unset table
do for [i = 1:n_labels] {
    font = sprintf("DejaVu Sans,%d", LS[i])
    x = LX[i] / 1280
    y = LY[i] / 720
    if (LP[i] > 0) {
        set label i "" at screen x, y point pt int(LP[i]) ps 2 \
            lc rgb int(LC[i]) front
    } else { if (LU[i] > 0) {
        set label i LT[i] at screen x, y center rotate by 90 noenhanced \
            font font textcolor rgb int(LC[i]) front
    } else { if (LA[i] == 0) {
        set label i LT[i] at screen x, y left noenhanced \
            font font textcolor rgb int(LC[i]) front
    } else { if (LA[i] == 1) {
        set label i LT[i] at screen x, y center noenhanced \
            font font textcolor rgb int(LC[i]) front
    } else {
        set label i LT[i] at screen x, y right noenhanced \
            font font textcolor rgb int(LC[i]) front
    }}}}
}

array S[n_strokes * 8]
set table $ignored
plot data index 2 using (i = int($0) * 8, S[i + 1] = $1, S[i + 2] = $2, \
    S[i + 3] = $3, S[i + 4] = $4, S[i + 5] = $5, S[i + 6] = $6, \
    S[i + 7] = $7, S[i + 8] = $8, 0) with table
unset table
do for [k = 1:n_strokes] {
    i = (k - 1) * 8
    if (S[i + 8] > 0) {
        set arrow k from screen S[i + 1] / 1280, S[i + 2] / 720 \
            to screen S[i + 3] / 1280, S[i + 4] / 720 nohead front \
            lc rgb int(S[i + 5]) lw S[i + 6] dt int(S[i + 7])
    } else {
        set arrow k from screen S[i + 1] / 1280, S[i + 2] / 720 \
            to screen S[i + 3] / 1280, S[i + 4] / 720 nohead back \
            lc rgb int(S[i + 5]) lw S[i + 6] dt int(S[i + 7])
    }
}

# The series of each mark, as words to loop over; data index block(s)eries.
array MARK[n_series + 1]; array COLOUR[n_series + 1]
array DASH[n_series + 1]; array POINT[n_series + 1]
COLOUR[1] = 0; DASH[1] = 1; POINT[1] = 7
set table $ignored
plot data index 3 using (i = int($0) + 1, i > n_series ? 0 : \
    (MARK[i] = $1, COLOUR[i] = $2, DASH[i] = $3, POINT[i] = $4), 0) with table
unset table
bars = ""; lines = ""; steps = ""; points = ""
intervals = ""; bands = ""; cells = ""
do for [i = 1:n_series] {
    word = sprintf("%d ", i)
    if (MARK[i] == 0) { bars = bars . word }
    if (MARK[i] == 1) { lines = lines . word }
    if (MARK[i] == 2) { steps = steps . word }
    if (MARK[i] == 3) { points = points . word }
    if (MARK[i] == 4) { intervals = intervals . word }
    if (MARK[i] == 5) { bands = bands . word }
    if (MARK[i] == 6) { cells = cells . word }
}
# An empty list is parsed once, with an empty word.
number(s) = strlen(s) > 0 ? s + 0 : 1
block(s) = 3 + number(s)
colour(s) = int(COLOUR[number(s)])
dash(s) = int(DASH[number(s)])
pointtype(s) = int(POINT[number(s)])
open_type(s) = pointtype(s) - 1
ground = is_dark ? 0x14161a : 0xffffff

set lmargin at screen N[1]
set rmargin at screen N[2]
set bmargin at screen N[3]
set tmargin at screen N[4]
set xrange [N[5]:N[6]]
set yrange [N[8]:N[9]]
if (N[7] > 0) { set logscale x }
if (N[10] > 0) { set logscale y }
unset border
unset tics
unset key
unset colorbox
if (is_dark) {
    set terminal svg size 1280,720 noenhanced font "DejaVu Sans,19" \
        background "#14161a"
} else {
    set terminal svg size 1280,720 noenhanced font "DejaVu Sans,19" \
        background "#ffffff"
}
set output name . ".svg"
