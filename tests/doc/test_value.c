#include "tests/check.h"

#include <string.h>

#include "doc/value.h"

static void members_keep_the_order_in_which_they_were_set(void **state)
{
    struct arena *arena = arena_create();
    struct value *object = value_object(arena);

    (void)state;
    value_set(object, "z", value_integer(arena, 1));
    value_set(object, "a", value_integer(arena, 2));
    assert_string_equal(object->first->key, "z");
    assert_string_equal(object->first->next->key, "a");
    assert_null(object->first->next->next);
    arena_destroy(arena);
}

static void a_member_is_found_by_its_key(void **state)
{
    struct arena *arena = arena_create();
    struct value *object = value_object(arena);

    (void)state;
    value_set(object, "n", value_integer(arena, INT64_MAX));
    value_set(object, "name", value_text(arena, "short"));
    assert_true(value_get(object, "n")->integer == INT64_MAX);
    assert_string_equal(value_get(object, "name")->text, "short");
    assert_null(value_get(object, "absent"));
    arena_destroy(arena);
}

static void a_text_is_copied(void **state)
{
    struct arena *arena = arena_create();
    char text[] = "before";
    struct value *value = value_text(arena, text);

    (void)state;
    strcpy(text, "after");
    assert_string_equal(value->text, "before");
    arena_destroy(arena);
}

static void no_text_is_null(void **state)
{
    struct arena *arena = arena_create();

    (void)state;
    assert_int_equal(value_text(arena, NULL)->kind, VALUE_NULL);
    arena_destroy(arena);
}

static void an_estimate_has_the_five_members_of_the_contract(void **state)
{
    static const char *const keys[] = {"value", "low", "high", "level",
                                       "method"};
    struct arena *arena = arena_create();
    struct estimate estimate = {
        .value = 2, .low = 1, .high = 4, .level = 0.95, .method = "t"};
    const struct value *object = value_estimate(arena, &estimate);
    const struct value *member = object->first;

    (void)state;
    for (size_t i = 0; i < COUNT(keys); i++, member = member->next)
        assert_string_equal(member->key, keys[i]);
    assert_null(member);
    check_close(value_get(object, "high")->number, 4, 0, 0);
    assert_string_equal(value_get(object, "method")->text, "t");
    arena_destroy(arena);
}

static void an_estimate_joins_other_members(void **state)
{
    struct arena *arena = arena_create();
    struct estimate estimate = {
        .value = 2, .low = 1, .high = 4, .level = 0.95, .method = "t"};
    struct value *object = value_object(arena);

    (void)state;
    value_set(object, "name", value_text(arena, "ratio"));
    value_set_estimate(arena, object, &estimate);
    assert_string_equal(value_get(object, "name")->text, "ratio");
    check_close(value_get(object, "low")->number, 1, 0, 0);
    check_close(value_get(object, "level")->number, 0.95, 0, 0);
    arena_destroy(arena);
}

static void without_an_interval_there_is_no_level(void **state)
{
    struct arena *arena = arena_create();
    struct estimate estimate = estimate_of(3);
    const struct value *object = value_estimate(arena, &estimate);

    (void)state;
    check_nan(value_get(object, "level")->number);
    check_nan(value_get(object, "low")->number);
    assert_int_equal(value_get(object, "method")->kind, VALUE_NULL);
    arena_destroy(arena);
}

static void an_array_keeps_the_order_of_appending(void **state)
{
    struct arena *arena = arena_create();
    struct value *array = value_array(arena);
    int64_t expected = 0;

    (void)state;
    for (int i = 0; i < 100; i++)
        value_append(array, value_integer(arena, i));
    for (const struct value *v = array->first; v; v = v->next)
        assert_true(v->integer == expected++);
    assert_true(expected == 100);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_keep_the_order_in_which_they_were_set),
        cmocka_unit_test(a_member_is_found_by_its_key),
        cmocka_unit_test(a_text_is_copied),
        cmocka_unit_test(no_text_is_null),
        cmocka_unit_test(an_estimate_has_the_five_members_of_the_contract),
        cmocka_unit_test(an_estimate_joins_other_members),
        cmocka_unit_test(without_an_interval_there_is_no_level),
        cmocka_unit_test(an_array_keeps_the_order_of_appending),
    };

    return cmocka_run_group_tests_name("doc/value", tests, NULL, NULL);
}
