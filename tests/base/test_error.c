#include "base/error.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/check.h"

static void a_place_is_told_as_far_as_it_is_known(void **state)
{
    static const struct {
        struct place place;
        const char *text;
    } cases[] = {
        {{"a.csv", 3, 13}, "a.csv:3:13: 'abc' is not a number"},
        {{"a.csv", 3, 0}, "a.csv:3: 'abc' is not a number"},
        {{"a.csv", 0, 0}, "a.csv: 'abc' is not a number"},
        {{NULL, 3, 13}, "'abc' is not a number"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error error = {0};

        assert_false(
            error_set(&error, &cases[i].place, "'%s' is not a number", "abc"));
        assert_true(error.is_set);
        assert_string_equal(error.text, cases[i].text);
    }
}

static void the_first_error_wins(void **state)
{
    struct error error = {0};

    (void)state;
    assert_false(error_set(&error, NULL, "first"));
    assert_false(error_set(&error, NULL, "second"));
    assert_string_equal(error.text, "first");
}

static void what_is_quoted_cannot_command_a_terminal(void **state)
{
    struct error error = {0};
    struct place place = {.name = "a\033[2Jb"};

    (void)state;
    error_set(&error, &place, "'%s'",
              "x\r\n\x7f\xc2\x9b"
              "31m\xc3\xa9");
    assert_string_equal(error.text, "a?[2Jb: 'x????\x9b"
                                    "31m\xc3\xa9'");
}

/* Cut where a character ends, and it shows. */
static void a_message_that_is_too_long_is_cut(void **state)
{
    char name[ERROR_TEXT_SIZE * 2], tail[8];

    (void)state;
    for (size_t shift = 0; shift < 3; shift++) {
        struct error error = {0};
        struct place place = {.name = shift ? NULL : "a"};
        size_t length, n = shift;

        memset(name, 'x', shift);
        for (; n + 3 < sizeof name; n += 3)
            memcpy(name + n, "\xe2\x82\xac", 3); /* the euro sign */
        name[n] = '\0';
        error_set(&error, &place, "%s", name);
        length = strlen(error.text);
        assert_in_range(length, ERROR_TEXT_SIZE - 4, ERROR_TEXT_SIZE - 1);
        memcpy(tail, error.text + length - 6, 7);
        assert_string_equal(tail, "\xe2\x82\xac...");
    }
}

static void a_name_that_is_too_long_does_no_harm(void **state)
{
    static char name[ERROR_TEXT_SIZE * 2];
    struct error error = {0};
    struct place place = {.name = name, .line = 1, .column = 2};

    (void)state;
    memset(name, 'x', sizeof name - 1);
    error_set(&error, &place, "unreadable");
    assert_int_equal(strlen(error.text), ERROR_TEXT_SIZE - 1);
}

static void a_bug_says_where_and_aborts(void **state)
{
    int ends[2], status = 0;
    char text[200];
    ssize_t n;
    pid_t child;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL); /* cmocka catches it */
        dup2(ends[1], STDERR_FILENO);
        error_bug("rank.c", 7, "%d ranks", 3);
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    n = read(ends[0], text, sizeof text - 1);
    text[n < 0 ? 0 : n] = '\0';
    close(ends[0]);
    assert_string_equal(text, "llmstats: rank.c:7: bug: 3 ranks\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_told_as_far_as_it_is_known),
        cmocka_unit_test(the_first_error_wins),
        cmocka_unit_test(what_is_quoted_cannot_command_a_terminal),
        cmocka_unit_test(a_message_that_is_too_long_is_cut),
        cmocka_unit_test(a_name_that_is_too_long_does_no_harm),
        cmocka_unit_test(a_bug_says_where_and_aborts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
