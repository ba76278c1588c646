#ifndef RENDER_RENDERER_H
#define RENDER_RENDERER_H

#include <stdio.h>

#include "base/error.h"
#include "doc/doc.h"

/* A renderer prints a finished document (doc_finish) and computes nothing.
 * Texts of the document may come from a log and hold anything: each renderer
 * makes them harmless for its own output, which is always valid UTF-8. Write
 * errors stay in the FILE, for the caller to find with ferror. Initialise the
 * options with {0}. */
struct render_options {
    size_t width;        /* of the terminal in columns; 0: 80 */
    bool in_colour;      /* text: with ANSI colours */
    const char *figures; /* markdown: folder of the figures that were drawn;
                            NULL: there are none, they are told in words */
    const char *table;   /* csv: name of the table; NULL: the first one of the
                            summary, else the first */
};

struct renderer {
    const char *name;      /* as in --to NAME */
    const char *extension; /* of a file: "md" */
    void (*render)(const struct doc *doc, FILE *out,
                   const struct render_options *options);
};

extern const struct renderer renderer_csv;
extern const struct renderer renderer_json;
extern const struct renderer renderer_markdown;
extern const struct renderer renderer_text;

extern const struct renderer *const renderers[]; /* NULL ends it */

/* The renderer of this name, or NULL. */
const struct renderer *renderer_find(const char *name);

/* Writes every table of the document as FOLDER/NAME.md and FOLDER/NAME.csv;
 * the folder exists. */
bool tables_write(const struct doc *doc, const char *folder,
                  struct error *error);

/* The table of this name or, if it is NULL, the first one of the summary,
 * else the first; NULL if there is none. */
const struct doc_table *table_find(const struct doc *doc, const char *name);

#endif
