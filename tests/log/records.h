#ifndef TESTS_LOG_RECORDS_H
#define TESTS_LOG_RECORDS_H

/* The records that a layout finds in a text. */

#include <stdlib.h>
#include <string.h>

#include "log/records.h"
#include "tests/check.h"

struct found {
    struct arena *arena;
    struct source source;
    struct records records;
};

static inline void find_records(struct found *found, const char *text,
                                void (*layout)(struct records *records,
                                               const struct format *format),
                                const struct format *format)
{
    size_t n = strlen(text);
    char *copy;

    memset(found, 0, sizeof *found);
    found->arena = arena_create();
    copy = arena_alloc(found->arena, n + SOURCE_PADDING, 1);
    memcpy(copy, text, n);
    found->source = (struct source){.name = "x", .data = copy, .size = n};
    records_init(&found->records, &found->source, found->arena);
    layout(&found->records, format);
}

static inline void release_found(struct found *found)
{
    records_release(&found->records);
    arena_destroy(found->arena);
}

/* The texts of the records, with a line end behind each. */
static inline void check_records(const struct found *found,
                                 const char *expected)
{
    struct text text;

    text_init(&text);
    for (size_t i = 0; i < found->records.n; i++) {
        text_add_n(&text, found->records.items[i].text,
                   found->records.items[i].n);
        text_add(&text, "\n");
    }
    assert_string_equal(text.data, expected);
    text_release(&text);
}

#endif
