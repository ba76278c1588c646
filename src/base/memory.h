#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Allocation that cannot fail: out of memory ends the program with a message
 * and status 2, after what memory_at_exit registered has run. Sizes are given
 * as count times size, so that the product is checked here and nowhere else. */
void *memory_alloc(size_t count, size_t size) /* zeroed */
    __attribute__((returns_nonnull));
void *memory_resize(void *old, size_t count, size_t size)
    __attribute__((returns_nonnull));
char *memory_text(const char *text) /* a copy; free() it */
    __attribute__((returns_nonnull));

/* Called once before the program ends for want of memory: removes temporary
 * files. One hook, set by the command that makes files. */
void memory_at_exit(void (*clean)(void));

/* From now on at most so many bytes more (0: as many as the machine has): to
 * ask for more ends the program as above, before the machine swaps. Counts what
 * the system counts: blocks of any library, whether touched or not, and stacks
 * of threads, but no mapped files. */
void memory_limit(size_t bytes);

/* What allocation that cannot be met does; for allocators of other makes. */
void memory_exhausted(void) __attribute__((noreturn));

#ifdef __cplusplus
}
#endif

#endif
