#include "base/arena.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "tests/check.h"

/* A request that cannot be met returns NULL under the sanitizers too. */
const char *__asan_default_options(void);
const char *__tsan_default_options(void);

const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

const char *__tsan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void memory_is_zeroed_aligned_and_its_own(void **state)
{
    struct random_stream *random = random_create(1, "arena");
    struct arena *arena = arena_create();
    unsigned char *blocks[500];
    size_t sizes[500];

    (void)state;
    for (size_t i = 0; i < COUNT(blocks); i++) {
        sizes[i] = random_below(random, i % 50 ? 300 : 100000);
        blocks[i] = arena_alloc(arena, sizes[i], 1);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(blocks[i][k], 0);
        memset(blocks[i], (int)(i % 255 + 1), sizes[i]);
    }
    for (size_t i = 0; i < COUNT(blocks); i++)
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(blocks[i][k], i % 255 + 1);
    arena_destroy(arena);
    random_destroy(random);
}

static void nothing_has_an_address_too(void **state)
{
    struct arena *arena = arena_create();

    (void)state;
    assert_non_null(arena_alloc(arena, 0, 8));
    assert_non_null(arena_alloc(arena, 8, 0));
    arena_destroy(arena);
    arena_destroy(NULL);
}

static void texts_are_copied_and_end(void **state)
{
    struct arena *arena = arena_create();
    char bytes[] = "latency";
    char *whole = arena_text(arena, bytes), *part, *made;

    (void)state;
    part = arena_text_n(arena, bytes, 3);
    made = arena_format(arena, "%s of %d", bytes, 42);
    bytes[0] = 'X';
    assert_string_equal(whole, "latency");
    assert_string_equal(part, "lat");
    assert_string_equal(made, "latency of 42");
    assert_string_equal(arena_text(arena, ""), "");
    assert_string_equal(arena_format(arena, "%s", ""), "");
    arena_destroy(arena);
}

static void long_texts_are_whole(void **state)
{
    struct arena *arena = arena_create();
    char *text = malloc(100001), *copy;

    (void)state;
    memset(text, 'x', 100000);
    text[100000] = '\0';
    copy = arena_format(arena, "%s|", text);
    assert_int_equal(strlen(copy), 100001);
    assert_int_equal(copy[100000], '|');
    free(text);
    arena_destroy(arena);
}

/* The child's exit status when it asks for count times size bytes. */
static int status_of_asking_for(size_t count, size_t size)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        struct arena *arena = arena_create();

        if (!freopen("/dev/null", "w", stderr))
            _exit(9);
        arena_alloc(arena, count, size);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void what_cannot_be_had_ends_the_program_with_2(void **state)
{
    (void)state;
    assert_int_equal(status_of_asking_for(10, 10), 0);
    assert_int_equal(status_of_asking_for(SIZE_MAX, 1), 2);
    assert_int_equal(status_of_asking_for(SIZE_MAX / 2, 2), 2);
    assert_int_equal(status_of_asking_for((size_t)1 << 33, (size_t)1 << 32), 2);
    /* The product would wrap around to 16. */
    assert_int_equal(status_of_asking_for(((size_t)1 << 60) + 1, (size_t)16),
                     2);
}

static void what_is_adopted_lives_on(void **state)
{
    struct arena *arena = arena_create(), *empty = arena_create();
    struct arena *other = arena_create();
    char *own, *adopted[100];

    (void)state;
    arena_adopt(arena, empty); /* nothing into nothing */
    for (size_t i = 0; i < COUNT(adopted); i++)
        adopted[i] = arena_format(other, "%0100zu", i);
    arena_adopt(arena, other); /* into nothing */
    own = arena_text(arena, "own");
    other = arena_create();
    adopted[0] = arena_text(other, "zero");
    arena_adopt(arena, other);
    memset(arena_alloc(arena, 10000, 1), 1, 10000);
    assert_string_equal(own, "own");
    assert_string_equal(adopted[0], "zero");
    for (size_t i = 1; i < COUNT(adopted); i++)
        assert_int_equal(strtoul(adopted[i], NULL, 10), i);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_its_own),
        cmocka_unit_test(nothing_has_an_address_too),
        cmocka_unit_test(texts_are_copied_and_end),
        cmocka_unit_test(long_texts_are_whole),
        cmocka_unit_test(what_is_adopted_lives_on),
        cmocka_unit_test(what_cannot_be_had_ends_the_program_with_2),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
