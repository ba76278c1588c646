#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/* Memory that lives and dies together. Nothing in an arena is freed alone.
 * An arena is used by one thread at a time. */
struct arena;

struct arena *arena_create(void);
void arena_destroy(struct arena *arena); /* NULL is fine */

/* What is in `other` lives on in `arena`; `other` itself is gone. */
void arena_adopt(struct arena *arena, struct arena *other);

/* Zeroed, aligned for any type, never NULL (memory.h). */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

/* A copy of the first n bytes of text, with a NUL behind them. */
char *arena_text_n(struct arena *arena, const char *text, size_t n);
char *arena_text(struct arena *arena, const char *text);

/* A text made as by printf. */
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_format_list(struct arena *arena, const char *format, va_list args);

#endif
