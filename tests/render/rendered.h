#ifndef TESTS_RENDER_RENDERED_H
#define TESTS_RENDER_RENDERED_H

#include <stdlib.h>
#include <string.h>

#include "render/renderer.h"

/* What the renderer prints; free() it. */
static inline char *rendered(const struct renderer *renderer,
                             const struct doc *doc,
                             const struct render_options *options)
{
    char *bytes = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&bytes, &n);

    if (!out)
        abort();
    renderer->render(doc, out, options);
    fclose(out);
    return bytes;
}

static inline void check_rendered(const struct renderer *renderer,
                                  const struct doc *doc,
                                  const struct render_options *options,
                                  const char *expected)
{
    char *got = rendered(renderer, doc, options);

    assert_string_equal(got, expected);
    free(got);
}

#endif
