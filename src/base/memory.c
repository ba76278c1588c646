#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void *memory_alloc(size_t count, size_t size)
{
    return checked(calloc(count ? count : 1, size ? size : 1));
}

void *memory_resize(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return checked(NULL);
    return checked(realloc(old, count && size ? count * size : 1));
}

char *memory_text(const char *text)
{
    return checked(strdup(text));
}
