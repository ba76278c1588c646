#include "study/shape_table.h"

#include <math.h>

#include "study/charts.h"

/* The measures of one group; no text can be longer than a verdict. */
static void add_row(struct frame *frame, struct doc_table *table,
                    const struct panel *panel)
{
    const struct modality *modality = &panel->modality;
    const struct modality_scale *main = modality->main;

    doc_row(frame->doc, table);
    frame_group_cells(frame, table, panel->g);
    doc_cell_number(table, (double)modality->n);
    doc_cell_text(frame->doc, table, verdict_name(modality->scales[0].verdict));
    doc_cell_text(frame->doc, table, verdict_name(modality->scales[1].verdict));
    doc_cell_number(table, main->silverman.p);
    doc_cell_number(table, main->dip_p);
    doc_cell_number(table, main->antimode_depth);
    doc_cell_number(table, main->bimodality_coefficient);
    doc_cell_number(table, main->ashman_d);
    if (main->n_components)
        doc_cell_number(table, (double)main->n_components);
    else
        doc_cell_empty(table);
}

void shape_table(struct frame *frame, struct section *section,
                 const struct panel *panels, size_t n)
{
    static const struct column_head measures[] = {
        {.key = "n", .label = "n", .unit = UNIT_COUNT},
        {.key = "verdict_log", .label = "on logarithms"},
        {.key = "verdict_linear", .label = "as recorded"},
        {.key = "silverman_p", .label = "Silverman's p", .unit = UNIT_P},
        {.key = "dip_p", .label = "dip's p", .unit = UNIT_P},
        {.key = "antimode_depth", .label = "valley / lower peak"},
        {.key = "bimodality_coefficient", .label = "bimodality coefficient"},
        {.key = "ashman_d", .label = "Ashman's D"},
        {.key = "components", .label = "components", .unit = UNIT_COUNT},
    };
    enum { N_MEASURES = sizeof measures / sizeof *measures };
    const struct metric *metric = panels[0].metric;
    struct doc_table *table = frame_group_table(
        frame, section,
        arena_format(frame->arena, "panel-%s", charts_slug(frame, metric)),
        arena_format(frame->arena, "One mode or several: %s",
                     metric_words(frame, metric)),
        measures, N_MEASURES);

    table->caption = arena_format(
        frame->arena,
        "Measures %s. Small p: not one mode. The bimodality coefficient "
        "(above 0.56 is said to be several) and Ashman's D of a mixture of "
        "two (above 2: apart) are told and decide nothing; components are "
        "of the normal mixture with the best BIC.",
        panels[0].modality.main->is_log ? "on logarithms"
                                        : "of the values as recorded");
    for (size_t i = 0; i < n; i++)
        add_row(frame, table, &panels[i]);
}
