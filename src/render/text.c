/* The summary for the terminal: the facts and tables that a study put in it,
 * and every caution and failure, the heaviest first; the rest is in the
 * report. Plain lines, in colour only if asked. */

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "render/renderer.h"
#include "render/table.h"

enum {
    WIDTH = 80,
    LEAST_WIDTH = 40,
    MOST_NOTES = 8,
    MOST_ROWS = 12,
    LEAST_TEXT = 12,
    LEAST_WHEN_WIDE = 24, /* of rows that cannot fit anyway */
    GAP = 2
};

struct screen {
    FILE *out;
    size_t width;
    bool in_colour;
    bool is_below_table; /* one was printed */
};

static void add_spaces(struct text *text, size_t n)
{
    while (n--)
        text_add_char(text, ' ');
}

static void print_line(const struct screen *screen, struct text *line)
{
    while (line->length && line->data[line->length - 1] == ' ')
        line->data[--line->length] = '\0';
    text_add_char(line, '\n');
    fwrite(line->data, 1, line->length, screen->out);
    text_clear(line);
}

static void print_bold(const struct screen *screen, const char *words)
{
    struct text line;

    text_init(&line);
    if (screen->in_colour)
        text_add(&line, "\033[1m");
    text_add_printable(&line, words, strlen(words));
    if (screen->in_colour)
        text_add(&line, "\033[0m");
    print_line(screen, &line);
    text_release(&line);
}

/* Words of the text in lines of the screen's width; every line but the first
 * is indented. The first line continues what is in `line` already, of which
 * `used` columns are seen. */
static void print_wrapped(const struct screen *screen, struct text *line,
                          size_t used, const char *words, size_t indent)
{
    struct text clean, word;
    bool is_first = true;
    const char *c;

    text_init(&clean);
    text_init(&word);
    text_add_printable(&clean, words, strlen(words));
    for (c = clean.data + strspn(clean.data, " "); *c; c += strspn(c, " ")) {
        size_t n = strcspn(c, " "), width;

        text_clear(&word);
        text_add_n(&word, c, n);
        width = text_width(word.data);
        if (!is_first && used + 1 + width > screen->width) {
            print_line(screen, line);
            add_spaces(line, indent);
            used = indent;
            is_first = true;
        }
        if (!is_first)
            text_add_char(line, ' ');
        text_add(line, word.data);
        used += width + !is_first;
        is_first = false;
        c += n;
    }
    print_line(screen, line);
    text_release(&clean);
    text_release(&word);
}

static void print_facts(const struct screen *screen, const struct facts *facts)
{
    size_t widest = 0, width;
    struct text line, value;

    for (size_t i = 0; i < facts->n; i++) {
        width = text_width(facts->facts[i].label);
        widest = width > widest ? width : widest;
    }
    text_init(&line);
    text_init(&value);
    for (size_t i = 0; i < facts->n; i++) {
        const struct fact *fact = &facts->facts[i];

        add_spaces(&line, GAP);
        text_add_printable(&line, fact->label, strlen(fact->label));
        add_spaces(&line, widest - text_width(fact->label) + GAP);
        text_clear(&value);
        if (fact->text)
            text_add(&value, fact->text);
        else
            unit_add_estimate(&value, fact->unit, &fact->estimate);
        print_wrapped(screen, &line, widest + 2 * GAP, value.data,
                      widest + 2 * GAP);
    }
    text_release(&line);
    text_release(&value);
}

/* A table as texts: a header and at most MOST_ROWS rows. */
struct grid {
    size_t n_rows, n_columns;
    struct text *cells;
    size_t *widths;
    bool *is_numeric;
    bool *is_firm; /* gives no way to others: numbers, and some texts */
};

static size_t row_width(const struct grid *grid)
{
    size_t width = 0;

    for (size_t i = 0; i < grid->n_columns; i++)
        width += GAP + grid->widths[i];
    return width;
}

static void grid_release(struct grid *grid)
{
    for (size_t i = 0; i < grid->n_rows * grid->n_columns; i++)
        text_release(&grid->cells[i]);
    free(grid->cells);
    free(grid->widths);
    free(grid->is_numeric);
    free(grid->is_firm);
}

static void grid_column(struct grid *grid, const struct doc_table *table,
                        size_t column, bool with_intervals)
{
    struct unit_scale scale = table_scale(table, column);

    grid->is_numeric[column] = table_is_numeric(table, column);
    grid->is_firm[column] =
        grid->is_numeric[column] || table->columns[column].is_firm;
    for (size_t row = 0; row < grid->n_rows; row++) {
        struct text *text = &grid->cells[row * grid->n_columns + column];
        size_t width;

        text_init(text);
        if (row == 0)
            table_add_head(text, table, column, &scale);
        else
            table_add_cell(text, table,
                           &table->cells[(row - 1) * table->n_columns + column],
                           column, &scale, with_intervals);
        width = text_width(text->data);
        if (width > grid->widths[column])
            grid->widths[column] = width;
    }
}

static void grid_init(struct grid *grid, const struct doc_table *table,
                      bool with_intervals)
{
    /* "... and 1 more" would take the line of that row. */
    size_t n_shown = table->n_rows > MOST_ROWS + 1 && !table->is_whole
                         ? MOST_ROWS
                         : table->n_rows;

    grid->n_rows = 1 + n_shown;
    grid->n_columns = table->n_columns;
    grid->cells =
        memory_alloc(grid->n_rows * grid->n_columns, sizeof *grid->cells);
    grid->widths = memory_alloc(grid->n_columns, sizeof *grid->widths);
    grid->is_numeric = memory_alloc(grid->n_columns, sizeof *grid->is_numeric);
    grid->is_firm = memory_alloc(grid->n_columns, sizeof *grid->is_firm);
    for (size_t i = 0; i < grid->n_columns; i++)
        grid_column(grid, table, i, with_intervals);
}

static size_t least_row_width(const struct grid *grid)
{
    size_t width = 0;

    for (size_t i = 0; i < grid->n_columns; i++)
        width += GAP + (!grid->is_firm[i] && grid->widths[i] > LEAST_TEXT
                            ? LEAST_TEXT
                            : grid->widths[i]);
    return width;
}

/* Texts give way to numbers: the widest text column shrinks until the row
 * fits or all of them are narrow. Where even that does not help, names stay
 * long enough to tell them apart. */
static void grid_fit(struct grid *grid, size_t width)
{
    size_t least = least_row_width(grid) > width ? LEAST_WHEN_WIDE : LEAST_TEXT;

    while (row_width(grid) > width) {
        size_t widest = grid->n_columns;

        for (size_t i = 0; i < grid->n_columns; i++)
            if (!grid->is_firm[i] && grid->widths[i] > least &&
                (widest == grid->n_columns ||
                 grid->widths[i] > grid->widths[widest]))
                widest = i;
        if (widest == grid->n_columns)
            return;
        grid->widths[widest]--;
    }
}

static void grid_print(const struct grid *grid, const struct screen *screen)
{
    struct text line, shown;

    text_init(&line);
    text_init(&shown);
    for (size_t row = 0; row < grid->n_rows; row++) {
        for (size_t i = 0; i < grid->n_columns; i++) {
            size_t pad;

            text_clear(&shown);
            text_add_shortened(&shown,
                               grid->cells[row * grid->n_columns + i].data,
                               grid->widths[i]);
            pad = grid->widths[i] - text_width(shown.data);
            add_spaces(&line, GAP + (grid->is_numeric[i] ? pad : 0));
            text_add(&line, shown.data);
            add_spaces(&line, grid->is_numeric[i] ? 0 : pad);
        }
        print_line(screen, &line);
    }
    text_release(&line);
    text_release(&shown);
}

static void print_legend(const struct screen *screen, const char *legend)
{
    struct text line;

    text_init(&line);
    add_spaces(&line, GAP);
    print_wrapped(screen, &line, GAP, legend, GAP);
    text_release(&line);
}

static void print_table(const struct screen *screen,
                        const struct doc_table *table)
{
    struct grid grid;

    if (table->title)
        print_bold(screen, table->title);
    grid_init(&grid, table, true);
    if (row_width(&grid) > screen->width) {
        grid_release(&grid);
        grid_init(&grid, table, false);
    }
    grid_fit(&grid, screen->width);
    grid_print(&grid, screen);
    if (table->n_rows + 1 > grid.n_rows)
        fprintf(screen->out, "  ... and %zu more\n",
                table->n_rows + 1 - grid.n_rows);
    if (table->legend)
        print_legend(screen, table->legend);
    grid_release(&grid);
}

static void print_note(const struct screen *screen, const struct note *note)
{
    static const struct {
        const char *word;
        int colour;
    } weights[] = {
        [WEIGHT_REMARK] = {"remark", 36},
        [WEIGHT_CAUTION] = {"caution", 33},
        [WEIGHT_FAILURE] = {"failure", 31},
    };
    const char *word = weights[note->weight].word;
    struct text line;

    text_init(&line);
    if (screen->in_colour)
        text_format(&line, "\033[%dm%s\033[0m: ", weights[note->weight].colour,
                    word);
    else
        text_format(&line, "%s: ", word);
    print_wrapped(screen, &line, strlen(word) + 2, note->text, GAP);
    text_release(&line);
}

static void print_notes(const struct screen *screen, const struct doc *doc)
{
    int least = doc->shows_remarks ? WEIGHT_REMARK : WEIGHT_CAUTION;
    size_t n = 0;

    for (int weight = WEIGHT_FAILURE; weight >= least; weight--)
        for (const struct section *s = doc->first; s; s = s->next)
            for (const struct block *b = s->first; b; b = b->next) {
                if (b->kind != BLOCK_NOTE || (int)b->note.weight != weight)
                    continue;
                if (n == 0)
                    fputc('\n', screen->out);
                if (n++ < MOST_NOTES)
                    print_note(screen, &b->note);
            }
    if (n > MOST_NOTES)
        fprintf(screen->out, "... and %zu more\n", n - MOST_NOTES);
}

/* A table has a title of its own. Facts that begin a section below a table of
 * another one have that of the section, or they would seem to belong to it. */
static void print_section(struct screen *screen, const struct doc *doc,
                          const struct section *section)
{
    bool is_titled = false;

    for (const struct block *b = section->first; b; b = b->next) {
        if (b->kind == BLOCK_FACTS && b->facts.in_summary && b->facts.n) {
            if (!is_titled && (screen->is_below_table || doc->names_sections)) {
                fputc('\n', screen->out);
                print_bold(screen, section->title);
            }
            print_facts(screen, &b->facts);
        } else if (b->kind == BLOCK_TABLE && b->table->in_summary) {
            fputc('\n', screen->out);
            print_table(screen, b->table);
            screen->is_below_table = true;
        } else {
            continue;
        }
        is_titled = true;
    }
}

static void render_text(const struct doc *doc, FILE *out,
                        const struct render_options *options)
{
    struct screen screen = {.out = out,
                            .width = options->width ? options->width : WIDTH,
                            .in_colour = options->in_colour};

    if (screen.width < LEAST_WIDTH)
        screen.width = LEAST_WIDTH;
    print_bold(&screen, doc->title);
    for (const struct section *s = doc->first; s; s = s->next)
        print_section(&screen, doc, s);
    print_notes(&screen, doc);
    if (doc->verdict) {
        fputc('\n', out);
        print_bold(&screen, doc->verdict);
    }
}

const struct renderer renderer_text = {
    .name = "text",
    .extension = "txt",
    .render = render_text,
};
