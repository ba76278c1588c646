#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "data/estimate.h"
#include "data/unit.h"
#include "doc/value.h"

/* The one thing that a command produces: sections of blocks for people, and a
 * tree for machines (`data`, the contract of doc/RESULTS.md). Studies fill it,
 * renderers print it; neither knows the other. Semantics, not paint: a number
 * carries its unit and interval, never "12.3 ms". Everything lives in the
 * arena of the document. Texts that come from a log (names of groups, models,
 * files) may hold anything: a renderer escapes them for its own output. */

enum weight { WEIGHT_REMARK, WEIGHT_CAUTION, WEIGHT_FAILURE };

/* A doubt or finding. `code` is stable, for machines. */
struct note {
    enum weight weight;
    const char *code;
    const char *text; /* one sentence */
};

/* One cell of a table. */
enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER };
struct cell {
    enum cell_kind kind;
    const char *text;         /* CELL_TEXT; from a log perhaps */
    struct estimate estimate; /* CELL_NUMBER; in the unit of the column */
    const char *mark;         /* "few", "open" or NULL: shown beside it */
};

struct column_head {
    const char *key;     /* for machines: csv header */
    const char *label;   /* for people */
    enum unit unit;      /* of the numbers of this column */
    bool shows_interval; /* low and high are printed, as well as the value */
    bool is_firm;        /* a text that is never shortened on a terminal */
};

/* Filled row by row: doc_row, then doc_cell_* once for each column. */
struct doc_table {
    const char *name; /* file name in tables/, a code of the program */
    const char *title;
    const char *caption; /* n, method, level; may be NULL */
    const char *legend;  /* what marks mean, for the terminal; or NULL */
    struct column_head *columns;
    size_t n_columns;
    struct cell *cells; /* n_rows times n_columns, row by row */
    size_t n_rows, capacity;
    size_t n_filled;  /* cells of the row in work */
    bool in_summary;  /* the terminal shows it too */
    bool is_whole;    /* all its rows, however many */
    bool mixes_units; /* columns of times need not share ms or s */
};

/* A labelled number. */
struct fact {
    const char *key, *label;
    enum unit unit;
    struct estimate estimate;
    const char *text; /* instead of the number, if not NULL */
};

struct facts {
    struct fact *facts;
    size_t n;
    bool in_summary;
};

/* What each kind is made of; the marks are explained below. Series may be
 * missing, and rules are drawn in every kind. */
enum chart_kind {
    CHART_HISTOGRAM,   /* bars by group, stacked; a line over all; points: the
                          modes, labelled; rules: percentiles */
    CHART_ECDF,        /* steps by group: x value, y share of all <= x */
    CHART_LADDER,      /* intervals by group: y row (names of the y axis),
                          x value; label "p50", "p90", ... */
    CHART_RUNS,        /* intervals by percentile: x run (names of the x
                          axis), y value; a band: the mean of the runs */
    CHART_SCATTER,     /* points by group or cells; lines by group and over
                          all, the correlation told in their labels */
    CHART_TAIL,        /* steps by group: x value, y share of all > x; points
                          at the largest values, intervals at percentiles */
    CHART_FOREST,      /* intervals: y row, x ratio, the verdict as label;
                          a band: the margin, low..high of x */
    CHART_SHIFT,       /* intervals: x percentile (0..1), y difference */
    CHART_CORRELATION, /* cells: x column, y row, value -1..1 */
    CHART_LINES,       /* lines, bands, intervals; points where lines meet */
    N_CHART_KINDS,
};

enum axis_scale { AXIS_LINEAR, AXIS_LOG };

struct axis {
    const char *label;
    enum unit unit;
    enum axis_scale scale;
    double low, high;         /* NAN: the renderer chooses */
    const char *const *names; /* categories, at 0, 1, 2 ...; or NULL; may come
                                 from a log; kept by the caller's arena */
    size_t n_names;
};

/* What a series is drawn as. */
enum mark {
    MARK_BARS,      /* from x to x2, y high, on top of the series before */
    MARK_LINE,      /* through x, y */
    MARK_STEPS,     /* at x the line jumps to y */
    MARK_POINTS,    /* at x, y; at most 5,000 in a chart: see doc_cells */
    MARK_INTERVALS, /* a dot at x, y and a thin line from low to high, along
                       the axis that has no names (ladder, forest: x) */
    MARK_BAND,      /* a shaded area between low and high, a line at y */
    MARK_CELLS,     /* from x to x2 and from low to high; y is the value that
                       is coloured: a count, or a correlation */
};

struct point {
    double x, y;
    double low, high;  /* interval of the value axis; NAN: none */
    double x2;         /* right edge of a bar or cell */
    const char *label; /* written beside it, if not NULL */
    bool is_hollow;    /* the sample is too small for it */
};

struct chart_series {
    const char *label; /* may come from a log */
    int colour;        /* index into the palette; -1: grey; the same group has
                          the same index in every chart of a document */
    enum mark mark;
    struct point *points;
    size_t n_points;
};

/* A vertical or horizontal line with a word: p50, no difference, ... */
struct chart_rule {
    double at;
    bool is_horizontal;
    const char *label;
};

struct chart {
    enum chart_kind kind;
    const char *name;     /* file name in figures/, a code of the program */
    const char *title;    /* what is shown */
    const char *subtitle; /* what to see */
    const char *caption;  /* n, method, level, bins or bandwidth */
    const char *corner;   /* what was left out of the panel; may be NULL */
    struct axis x, y;
    struct chart_series *series;
    size_t n_series;
    struct chart_rule *rules;
    size_t n_rules;
};

enum block_kind {
    BLOCK_TEXT,
    BLOCK_FACTS,
    BLOCK_TABLE,
    BLOCK_CHART,
    BLOCK_NOTE
};

struct block {
    enum block_kind kind;
    union {
        const char *text; /* one paragraph */
        struct facts facts;
        struct doc_table *table;
        struct chart *chart;
        struct note note;
    };
    struct block *next;
};

struct section {
    const char *key, *title;
    struct block *first, *last;
    struct section *next;
};

struct doc {
    struct arena *arena;
    const char *title;
    struct section *first, *last;
    struct value *data; /* the JSON document, filled by the studies */
    struct value *findings, *methods; /* arrays; doc_finish adds them to data */
    int exit_status;     /* 0 fine, 1 finding, 2 trouble, 3 cannot tell */
    const char *verdict; /* one or a few words; NULL: none */
    bool shows_remarks;  /* the terminal shows remarks too */
    bool names_sections; /* and the titles of all sections with facts */
    bool is_finished;
};

/* Titles, labels and texts given to these functions are copied; keys, codes
 * and names are static texts of the program. Names of tables and charts
 * become file names: [a-z0-9-]+, each once in a document; anything else is a
 * BUG. */
struct doc *doc_create(const char *title);
void doc_destroy(struct doc *doc); /* NULL is fine */

/* Ends the data with "findings", "methods" and "verdict", in this order. To
 * be called after the studies and before the renderers; again is fine. Notes
 * and methods added later are still told. */
void doc_finish(struct doc *doc);

/* The section with this key, which is made if there is none. */
struct section *doc_section(struct doc *doc, const char *key,
                            const char *title);

void doc_text(struct doc *doc, struct section *section, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a note to the section and {code, weight, text, about: {}} to the
 * findings. `about` can be filled with value_set: it is returned. */
struct value *doc_note(struct doc *doc, struct section *section,
                       enum weight weight, const char *code, const char *format,
                       ...) __attribute__((format(printf, 5, 6)));

struct facts *doc_facts(struct doc *doc, struct section *section);
void doc_fact(struct doc *doc, struct facts *facts, const char *key,
              const char *label, enum unit unit, struct estimate estimate);
void doc_fact_text(struct doc *doc, struct facts *facts, const char *key,
                   const char *label, const char *text);

/* `columns` and their labels are copied. */
struct doc_table *doc_table(struct doc *doc, struct section *section,
                            const char *name, const char *title,
                            const struct column_head *columns,
                            size_t n_columns);
/* Begins a row; cells of the last one that were not filled are empty. A cell
 * too many is a BUG. `mark` is static. */
void doc_row(struct doc *doc, struct doc_table *table);
void doc_cell_text(struct doc *doc, struct doc_table *table, const char *text);
void doc_cell_number(struct doc_table *table, double value);
void doc_cell(struct doc_table *table, struct estimate estimate,
              const char *mark);
void doc_cell_empty(struct doc_table *table);

/* Titles and axes are for the caller to set: the texts are not copied. Limits
 * of the axes are NAN, the chart has no series. */
struct chart *doc_chart(struct doc *doc, struct section *section,
                        enum chart_kind kind, const char *name);
/* Room for n_points, to be filled by the caller; intervals are NAN. The series
 * may move when another is added, its points stay where they are. */
struct chart_series *doc_series(struct doc *doc, struct chart *chart,
                                const char *label, int colour, enum mark mark,
                                size_t n_points);

/* Rows as points. */
struct cell_points {
    const double *x, *y;
    const uint8_t *kept; /* 0: the row is no point; NULL: each is one */
    size_t n;
};

/* Adds MARK_CELLS of points counted in n_x by n_y equal cells of the chart's
 * axes, whose scales are set already: from the smallest value to the largest,
 * on the logarithms if the axis is logarithmic. Cells without a point are not
 * there. A point that is not finite, or not > 0 on a log axis, is left out;
 * how many were goes to *n_left_out. O(n + n_x n_y), on all threads. */
struct chart_series *doc_cells(struct doc *doc, struct chart *chart,
                               const char *label,
                               const struct cell_points *points, size_t n_x,
                               size_t n_y, size_t *n_left_out);
void doc_rule(struct doc *doc, struct chart *chart, double at,
              bool is_horizontal, const char *label);

/* Adds {code, text, reference} to the methods, once for each code. */
void doc_method(struct doc *doc, const char *code, const char *text,
                const char *reference);

#endif
