#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Blocks double in size up to a limit; a request larger than a block gets one
 * of its own. Under the sanitizers every allocation gets a block of its own,
 * so that an overrun is caught where it happens. */

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20, ALIGNMENT = 16 };

#if defined(__SANITIZE_ADDRESS__)
enum { OWN_BLOCKS = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { OWN_BLOCKS = 1 };
#else
enum { OWN_BLOCKS = 0 };
#endif
#else
enum { OWN_BLOCKS = 0 };
#endif

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

struct arena {
    struct block *blocks; /* the newest first */
    size_t next_size;
};

struct arena *arena_create(void)
{
    struct arena *arena = memory_alloc(1, sizeof *arena);

    arena->next_size = FIRST_BLOCK;
    return arena;
}

void arena_destroy(struct arena *arena)
{
    struct block *block, *next;

    if (!arena)
        return;
    for (block = arena->blocks; block; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

void arena_adopt(struct arena *arena, struct arena *other)
{
    struct block *oldest = other->blocks;

    while (oldest && oldest->next)
        oldest = oldest->next;
    if (!arena->blocks) {
        arena->blocks = other->blocks;
    } else if (oldest) { /* the newest block is the one that is filled */
        oldest->next = arena->blocks->next;
        arena->blocks->next = other->blocks;
    }
    free(other);
}

static struct block *block_add(struct arena *arena, size_t size)
{
    struct block *block = memory_alloc(1, sizeof *block + size);

    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

static void *take(struct arena *arena, size_t size)
{
    struct block *block = arena->blocks;
    void *result;

    if (OWN_BLOCKS)
        return block_add(arena, size)->bytes;
    if (!block || block->size - block->used < size) {
        block =
            block_add(arena, size > arena->next_size ? size : arena->next_size);
        if (arena->next_size < LARGEST_BLOCK)
            arena->next_size *= 2;
    }
    result = block->bytes + block->used;
    block->used += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (block->used > block->size)
        block->used = block->size;
    return result;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX / 2)
        bytes = PTRDIFF_MAX / 2; /* fails, and says so, in memory_alloc */
    return take(arena, bytes ? bytes : 1);
}

char *arena_text_n(struct arena *arena, const char *text, size_t n)
{
    char *copy = take(arena, n + 1);

    memcpy(copy, text, n);
    copy[n] = '\0';
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return arena_text_n(arena, text, strlen(text));
}

char *arena_format_list(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text = take(arena, (size_t)(length < 0 ? 0 : length) + 1);
    text[0] = '\0';
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_format_list(arena, format, args);
    va_end(args);
    return text;
}
