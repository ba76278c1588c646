#include "log/json_pieces.h"

#include <stdlib.h>
#include <string.h>

#include "base/source.h"
#include "base/text.h"
#include "tests/check.h"

enum { LEAF_A = 1, LEAF_BC = 0 };

static struct {
    struct json_parser *parser;
    struct json_paths *paths;
    struct json_pieces *pieces;
} some;

static int set_up(void **state)
{
    static const char *const wanted[] = {
        [LEAF_BC] = "b.c", [LEAF_A] = "a", "caf\xc3\xa9"};

    (void)state;
    some.parser = json_parser_create();
    some.paths = json_paths_create(wanted, COUNT(wanted));
    some.pieces = json_pieces_create(some.parser, some.paths);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    json_pieces_destroy(some.pieces);
    json_paths_destroy(some.paths);
    json_parser_destroy(some.parser);
    return 0;
}

/* In a block of its own size; NULL is before a record. */
static struct json_piece *find(struct json_piece *before, uint32_t state,
                               const char *text)
{
    size_t n = strlen(text);
    char *copy = calloc(n + SOURCE_PADDING, 1);
    struct json_piece *piece;

    memcpy(copy, text, n);
    if (!before)
        before = json_pieces_begin(some.pieces);
    piece = json_pieces_find(some.pieces, before, state, copy, copy + n);
    free(copy);
    return piece;
}

static const uint32_t at_begin = 0;

static void a_piece_ends_before_the_value(void **state)
{
    uint32_t behind = json_state(0, true);

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(find(NULL, at_begin, "{\"a\":1}")->n, 5);
        assert_int_equal(find(NULL, at_begin, "{ \"a\" : 1}")->n, 8);
        assert_int_equal(find(NULL, behind, ",\"a\":1}")->n, 5);
        assert_int_equal(find(NULL, behind, " ,\t\"a\": 1}")->n, 8);
        assert_int_equal(find(NULL, behind, "}")->n, 1);
        assert_int_equal(find(NULL, behind, " } ")->n, 2);
        assert_int_equal(find(NULL, at_begin, "{ } ")->n, 3);
        assert_int_equal(find(NULL, at_begin, "{\"a\\\":\":1}")->n, 8);
    }
}

static void a_piece_tells_where_its_key_leads(void **state)
{
    uint32_t behind = json_state(0, true);
    struct json_piece *piece = find(NULL, at_begin, "{\"b\":{\"c\":1}}");
    size_t b = piece->to.node;

    (void)state;
    assert_false(piece->closes);
    assert_true(piece->to.goes_on);
    assert_true(piece->to.leaf == SIZE_MAX);
    piece = find(piece, json_state(b, false), "{\"c\":1}}");
    assert_int_equal(piece->to.leaf, LEAF_BC);
    assert_false(piece->to.goes_on);
    assert_int_equal(find(NULL, behind, ",\"a\":1")->to.leaf, LEAF_A);
    assert_int_equal(find(NULL, behind, ",\"\\u0061\":1")->to.leaf, LEAF_A);
    assert_int_equal(find(NULL, behind, ",\"caf\xc3\xa9\":1")->to.leaf, 2);
    assert_true(find(NULL, behind, ",\"z\":1")->to.node == SIZE_MAX);
    assert_true(find(NULL, behind, "}")->closes);
    assert_true(find(NULL, at_begin, "{}")->closes);
}

/* The same bytes mean something else in another object. */
static void a_piece_counts_only_where_it_was_seen(void **state)
{
    size_t b = find(NULL, at_begin, "{\"b\":0")->to.node;
    struct json_piece *root = find(NULL, json_state(0, true), ",\"c\":1");
    struct json_piece *inner = find(NULL, json_state(b, true), ",\"c\":1");

    (void)state;
    assert_true(root->to.leaf == SIZE_MAX);
    assert_int_equal(inner->to.leaf, LEAF_BC);
    assert_null(find(NULL, json_state(b, false), ",\"c\":1"));
    assert_null(find(NULL, at_begin, "}"));
}

static void a_piece_is_kept_once(void **state)
{
    uint32_t behind = json_state(0, true);
    struct json_piece *a = find(NULL, at_begin, "{\"a\":1,\"x\":2,\"y\":3}");
    struct json_piece *x = find(a, behind, ",\"x\":2,\"y\":3}");
    struct json_piece *y = find(x, behind, ",\"y\":3}");

    (void)state;
    for (int i = 0; i < 5; i++) {
        assert_ptr_equal(find(NULL, at_begin, "{\"a\":1,\"y\":3}"), a);
        assert_ptr_equal(find(a, behind, ",\"y\":3}"), y);
        assert_ptr_equal(find(y, behind, ",\"x\":2}"), x);
        assert_ptr_equal(find(a, behind, ",\"x\":2}"), x);
        assert_ptr_equal(find(x, behind, ",\"x\":2}"), x);
    }
}

static void a_long_piece_is_read_again(void **state)
{
    struct json_piece *piece = NULL;
    char text[200];

    (void)state;
    for (int n = 50; n < 80; n++) {
        snprintf(text, sizeof text, "{\"%0*d\":1}", n, n);
        piece = find(piece, at_begin, text);
        assert_int_equal(piece->n, n + 4);
        assert_false(piece->closes);
    }
}

static void pieces_are_found_after_many_were_forgotten(void **state)
{
    struct json_piece *piece = NULL;
    char text[64];

    (void)state;
    for (int i = 0; i < 3000; i++) {
        snprintf(text, sizeof text, "{\"key %d\":1}", i);
        piece = find(piece, at_begin, text);
        assert_int_equal(piece->n, strlen(text) - 2);
        assert_true(piece->to.leaf == SIZE_MAX);
        piece = find(piece, json_state(0, true), ",\"a\":1}");
        assert_int_equal(piece->to.leaf, LEAF_A);
    }
}

static void what_is_odd_is_no_piece(void **state)
{
    static const char *const begins[] = {
        "",           "{",  "{\"a",        "{\"a\"", "{\"a\" 1",    "{a:1}",
        "[",          "{,", "{\"\xff\":1", "{\n}",   "{\"a\n\":1}", "\n{}",
        "{\"\\x\":1}"};
    static const char *const behinds[] = {"",       ",", ",,",      ",}",
                                          ",\"a\"", ":", "\"a\":1", "]"};

    (void)state;
    for (size_t i = 0; i < COUNT(begins); i++)
        assert_null(find(NULL, at_begin, begins[i]));
    for (size_t i = 0; i < COUNT(behinds); i++)
        assert_null(find(NULL, json_state(0, true), behinds[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_piece_ends_before_the_value),
        cmocka_unit_test(a_piece_tells_where_its_key_leads),
        cmocka_unit_test(a_piece_counts_only_where_it_was_seen),
        cmocka_unit_test(a_piece_is_kept_once),
        cmocka_unit_test(a_long_piece_is_read_again),
        cmocka_unit_test(pieces_are_found_after_many_were_forgotten),
        cmocka_unit_test(what_is_odd_is_no_piece),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
