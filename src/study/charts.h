#ifndef STUDY_CHARTS_H
#define STUDY_CHARTS_H

#include "study/frame.h"

/* Charts of one metric, as data. Names are codes: "latency-ecdf". */

/* "latency"; "column-3" for a column of the log's own, whose name never
 * becomes that of a file. */
const char *charts_slug(const struct frame *frame, const struct metric *metric);

/* Is the metric drawn? Those that --metric names, else latency and ttft. */
bool charts_draw(const struct frame *frame, const struct metric *metric);

/* What share is faster than x? */
void charts_ecdf(struct frame *frame, struct section *section,
                 const struct metric *metric);

/* Which group is slow where? Percentiles with their intervals. */
void charts_ladder(struct frame *frame, struct section *section,
                   const struct metric *metric);

/* An axis of this metric; logarithmic if all its values are above zero. */
struct axis charts_axis(const struct frame *frame, const struct metric *metric);

/* The colour of group g (0: the whole), the same in every chart. */
int charts_colour(const struct frame *frame, size_t g);

/* Groups that a chart shows: the seven largest, each at least two values; the
 * whole alone where there are no groups. `corner` says what was left out. */
enum { CHART_GROUPS = 7 };
size_t charts_groups(const struct frame *frame, const struct metric *metric,
                     size_t groups[CHART_GROUPS], const char **corner);

#endif
