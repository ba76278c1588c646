#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static void (*clean_up)(void);

void memory_at_exit(void (*clean)(void))
{
    clean_up = clean;
}

static void *checked(void *block)
{
    if (block)
        return block;
    if (clean_up)
        clean_up();
    fputs("llmstats: out of memory\n", stderr);
    exit(2);
}

/* Large blocks are columns, which are touched from begin to end: in huge pages
 * the system has a hundredth of the work with them. Where it does not know
 * these, nothing is lost. */
static void *advised(void *block, size_t bytes)
{
    const size_t large = (size_t)2 << 20, page = (size_t)4 << 10;
    size_t skip = (page - (size_t)(uintptr_t)block % page) % page;

    if (bytes >= large)
        madvise((char *)block + skip, bytes - skip, MADV_HUGEPAGE);
    return block;
}

void *memory_alloc(size_t count, size_t size)
{
    return advised(checked(calloc(count ? count : 1, size ? size : 1)),
                   count * size);
}

void *memory_resize(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return checked(NULL);
    return advised(checked(realloc(old, count && size ? count * size : 1)),
                   count * size);
}

char *memory_text(const char *text)
{
    return checked(strdup(text));
}
