#ifndef LOG_READING_H
#define LOG_READING_H

#include "log/input.h"
#include "log/load.h"
#include "log/refusal.h"

/* Everything about one file while it is read: from its bytes to what they mean.
 */
struct reading {
    struct input *input;
    struct intake *intake;
    const struct setting *setting;
    struct source source;
    const struct format *format;   /* NULL: generic */
    const struct refusal *refusal; /* what it may be instead of a log */
    struct opened opened;
    struct probe probe;
    struct schema schema;
    bool asked[N_FIELDS];  /* what the studies look at */
    bool needed[N_FIELDS]; /* and what that is derived from */
    struct loaded loaded;
    struct constant *constants; /* of this file */
    size_t n_constants;
    size_t mappings_capacity;
};

void reading_init(struct reading *reading, struct input *input,
                  struct intake *intake, const struct setting *setting);

/* Frees what was made, but for the source. */
void reading_release(struct reading *reading);

/* What the file of this name is, in what shape, and what its columns mean:
 * `input` gets shape, format and why. Its source is there already. */
bool reading_understand(struct reading *reading, const char *path,
                        struct error *error);

bool reading_has_constant(const struct reading *reading, enum field field);

/* The log or a constant has the field. */
bool reading_has(const struct reading *reading, enum field field);

/* What of the schema is read for the studies that were asked for. */
void reading_choose(struct reading *reading, struct schema *schema);

#endif
