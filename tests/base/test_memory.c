#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

static void memory_is_zeroed(void **state)
{
    unsigned char *block = memory_alloc(100, 10);

    (void)state;
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(block[i], 0);
    free(block);
}

static void nothing_has_an_address_too(void **state)
{
    void *block = memory_alloc(0, 0);

    (void)state;
    assert_non_null(block);
    block = memory_resize(block, 0, 8);
    assert_non_null(block);
    free(block);
}

static void resizing_keeps_what_was_there(void **state)
{
    char *block = memory_resize(NULL, 4, 2);

    (void)state;
    memcpy(block, "1234567", 8);
    block = memory_resize(block, 100000, 8);
    assert_string_equal(block, "1234567");
    block = memory_resize(block, 1, 8);
    assert_string_equal(block, "1234567");
    free(block);
}

static void texts_are_copied(void **state)
{
    char text[] = "abc", *copy = memory_text(text);

    (void)state;
    text[0] = 'x';
    assert_string_equal(copy, "abc");
    free(copy);
}

static void clean(void)
{
    static const char removed[] = "removed\n";

    if (write(STDERR_FILENO, removed, sizeof removed - 1) < 0)
        _exit(9);
}

/* What a child writes to standard error when it asks for too much. */
static int ask(bool resizes, size_t count, size_t size, char text[200])
{
    int ends[2], status = 0;
    pid_t child;
    ssize_t n;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        memory_at_exit(clean);
        free(resizes ? memory_resize(NULL, count, size)
                     : memory_alloc(count, size));
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    n = read(ends[0], text, 199);
    text[n < 0 ? 0 : n] = '\0';
    close(ends[0]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void want_of_memory_cleans_up_says_so_and_ends_with_2(void **state)
{
    char text[200];

    (void)state;
    for (int resizes = 0; resizes <= 1; resizes++) {
        assert_int_equal(ask(resizes, SIZE_MAX / 4, 1, text), 2);
        assert_non_null(strstr(text, "removed\n"));
        assert_non_null(strstr(text, "llmstats: out of memory\n"));
        assert_int_equal(ask(resizes, SIZE_MAX / 2, 4, text), 2);
        assert_non_null(strstr(text, "llmstats: out of memory\n"));
    }
}

/* Sanitizers and valgrind have memory of their own, which counts too or not at
 * all. */
static bool has_other_allocator(void)
{
    const char *preloaded = getenv("LD_PRELOAD");

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    return true;
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#endif
    return preloaded && strstr(preloaded, "vgpreload");
}

/* Asks for ever more, as a log that is too large would. */
static void more_than_the_limit_ends_the_program(void **state)
{
    enum { MEGA = 1 << 20 };
    int ends[2], status = 0;
    char text[200];
    ssize_t n;
    pid_t child;

    (void)state;
    if (has_other_allocator())
        skip();
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        memory_limit(64 * MEGA);
        for (int i = 0; i < 40; i++)
            memory_alloc(MEGA, 1); /* less than the limit: fine */
        if (write(STDERR_FILENO, "40 ", 3) == 3)
            for (int i = 0; i < 40; i++)
                memory_alloc(MEGA, 1);
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    n = read(ends[0], text, sizeof text - 1);
    text[n < 0 ? 0 : n] = '\0';
    close(ends[0]);
    assert_string_equal(text, "40 llmstats: more memory is needed than the 64 "
                              "MB that --max-memory allows\n");
    assert_int_equal(WEXITSTATUS(status), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed),
        cmocka_unit_test(nothing_has_an_address_too),
        cmocka_unit_test(resizing_keeps_what_was_there),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(more_than_the_limit_ends_the_program),
        cmocka_unit_test(want_of_memory_cleans_up_says_so_and_ends_with_2),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
