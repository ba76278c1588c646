#include "data/field.h"

#include <ctype.h>
#include <string.h>

#include "tests/check.h"

enum { MOST = 1000, LONGEST = 80 };

static struct alias {
    char name[LONGEST]; /* lower case, without separators */
    enum field field;
    bool is_weak; /* behind the "@" */
} aliases[MOST];
static size_t n_aliases;

/* As names are compared: without case and separators. */
static void add_alias(const char *name, size_t n, enum field field,
                      bool is_weak)
{
    struct alias *alias = &aliases[n_aliases++];
    size_t length = 0;

    assert_true(n_aliases < MOST && n < LONGEST);
    for (size_t i = 0; i < n; i++)
        if (isalnum((unsigned char)name[i]))
            alias->name[length++] = (char)tolower((unsigned char)name[i]);
    alias->field = field;
    alias->is_weak = is_weak;
}

static int collect_aliases(void **state)
{
    (void)state;
    for (int field = 0; field < N_FIELDS; field++) {
        const char *at = fields[field].aliases;
        bool is_weak = false;
        size_t n;

        for (; at && *at; at += n + strspn(at + n, " ")) {
            n = strcspn(at, " ");
            if (n == 1 && *at == '@')
                is_weak = true;
            else
                add_alias(at, n, (enum field)field, is_weak);
        }
    }
    return n_aliases > 0 ? 0 : -1;
}

static void every_field_is_described(void **state)
{
    (void)state;
    for (int i = 0; i < N_FIELDS; i++) {
        const struct field_info *field = &fields[i];

        assert_non_null(field->key);
        assert_non_null(field->label);
        assert_true(isupper((unsigned char)field->label[0]));
        assert_non_null(field->aliases);
        for (const char *c = field->key; *c; c++)
            assert_true(islower((unsigned char)*c) || *c == '_');
        if (field->kind == KIND_TEXT)
            assert_int_equal(field->unit, UNIT_NONE);
        if (field->kind == KIND_TIME)
            assert_int_equal(field->unit, UNIT_TIME);
        if (field->kind != KIND_NUMBER)
            assert_int_equal(field->better, DIRECTION_NONE);
    }
}

static void keys_are_unique(void **state)
{
    (void)state;
    for (int i = 0; i < N_FIELDS; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(fields[i].key, fields[j].key);
}

/* Two fields may share a name if one of them takes it as a last resort only,
 * or if both do and the content decides: a moment is no duration. */
static bool may_share(const struct alias *a, const struct alias *b)
{
    if (a->field == b->field || a->is_weak != b->is_weak)
        return true;
    return a->is_weak && fields[a->field].kind != fields[b->field].kind;
}

static void no_name_stands_for_two_fields(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_aliases; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(aliases[i].name, aliases[j].name) == 0 &&
                !may_share(&aliases[i], &aliases[j]))
                fail_msg("'%s' is a name of %s and of %s", aliases[i].name,
                         fields[aliases[j].field].key,
                         fields[aliases[i].field].key);
}

/* What convert writes is read back: each key is a name of its own field. */
static void every_key_is_a_name_of_its_field(void **state)
{
    (void)state;
    for (int field = 0; field < N_FIELDS; field++) {
        bool is_found = fields[field].is_inner;
        char key[LONGEST];
        size_t n = 0;

        for (const char *c = fields[field].key; *c; c++)
            if (*c != '_')
                key[n++] = *c;
        key[n] = '\0';
        for (size_t i = 0; i < n_aliases && !is_found; i++)
            is_found = aliases[i].field == (enum field)field &&
                       !aliases[i].is_weak && strcmp(aliases[i].name, key) == 0;
        if (!is_found)
            fail_msg("%s is no name of itself", fields[field].key);
    }
}

static void fields_are_found_by_their_key_alone(void **state)
{
    (void)state;
    assert_int_equal(field_find("latency"), FIELD_LATENCY);
    assert_int_equal(field_find("output_tokens"), FIELD_OUTPUT_TOKENS);
    assert_int_equal(field_find("Latency"), FIELD_NONE);
    assert_int_equal(field_find("e2e_latency"), FIELD_NONE);
    assert_int_equal(field_find(""), FIELD_NONE);
    for (int i = 0; i < N_FIELDS; i++)
        assert_int_equal(field_find(fields[i].key),
                         fields[i].is_inner ? FIELD_NONE : i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_described),
        cmocka_unit_test(keys_are_unique),
        cmocka_unit_test(no_name_stands_for_two_fields),
        cmocka_unit_test(every_key_is_a_name_of_its_field),
        cmocka_unit_test(fields_are_found_by_their_key_alone),
    };

    return cmocka_run_group_tests(tests, collect_aliases, NULL);
}
