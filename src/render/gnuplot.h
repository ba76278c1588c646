#ifndef RENDER_GNUPLOT_H
#define RENDER_GNUPLOT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "doc/doc.h"

/* Draws the charts of a document with gnuplot, which is started without a
 * shell and reads every text of a log as data, never as a command. */

enum figures_result {
    FIGURES_DRAWN,
    FIGURES_NO_GNUPLOT, /* no program of this name: the data and scripts are
                           written, the command adds a note */
    FIGURES_FAILED,     /* `error` says why */
};

/* For each chart writes into the folder, which exists: NAME.dat (the data),
 * NAME.gp (a script that stands alone: `gnuplot NAME.gp` draws it again),
 * NAME.svg and NAME.png (1280 by 720). The same chart gives the same bytes. */
enum figures_result figures_write(const struct doc *doc, const char *folder,
                                  bool is_dark, struct error *error);

/* Writes NAME.dat of one chart; the blocks are told in plots/style.gp. */
void figure_data(const struct chart *chart, bool is_dark, FILE *out);

#endif
