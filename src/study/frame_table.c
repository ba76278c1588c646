#include "study/frame.h"

/* Tables with a row for each group. */

size_t frame_n_by(const struct frame *frame)
{
    return frame->groups ? frame->groups->n_by : 1;
}

size_t frame_group_heads(const struct frame *frame, struct column_head *heads)
{
    size_t n = frame_n_by(frame);

    for (size_t i = 0; i < n; i++)
        heads[i] = (struct column_head){
            .key = n == 1 ? "group" : frame->groups->columns[i],
            .label = frame->groups ? frame->groups->columns[i] : "requests"};
    return n;
}

void frame_group_cells(struct frame *frame, struct doc_table *table, size_t g)
{
    size_t n = frame_n_by(frame);

    if (g == 0 || n == 1)
        doc_cell_text(frame->doc, table, frame_group_label(frame, g));
    for (size_t i = g == 0 || n == 1; i < n; i++)
        if (g == 0)
            doc_cell_empty(table);
        else
            doc_cell_text(frame->doc, table,
                          grouping_show(frame->groups->values[g - 1][i]));
}

struct doc_table *frame_group_table(struct frame *frame,
                                    struct section *section, const char *key,
                                    const char *title,
                                    const struct column_head *measures,
                                    size_t n)
{
    size_t n_by = frame_n_by(frame);
    struct column_head *heads =
        arena_alloc(frame->arena, n_by + n, sizeof *heads);

    frame_group_heads(frame, heads);
    for (size_t i = 0; i < n; i++)
        heads[n_by + i] = measures[i];
    return doc_table(frame->doc, section, key, title, heads, n_by + n);
}
