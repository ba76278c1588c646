#include "log/outcome.h"

#include <string.h>

#include "tests/check.h"

/* What the log says of one request, as FIELD, TEXT, FIELD, TEXT, ...; NULL is
 * a column without a text here. */
struct said {
    enum field field;
    const char *text;
};

static const char *judge(const struct said said[], size_t n,
                         size_t *n_contradictions, char http[8])
{
    static const char *const outcomes[] = {"ok", "failed", "cancelled",
                                           "unfinished", "unknown"};
    struct table *table = table_create();
    bool has[N_FIELDS] = {false};
    const char *outcome, *found = NULL;

    table_grow(table, 1, NULL, 0);
    for (size_t i = 0; i < n; i++) {
        struct column *column = table_add_field(table, said[i].field);

        has[said[i].field] = true;
        if (said[i].text)
            codes_set(&column->codes, 0,
                      dictionary_add(&column->dictionary, said[i].text,
                                     strlen(said[i].text)));
    }
    *n_contradictions = outcome_derive(table, 0, 1, has, true);
    outcome = column_text(table->field[FIELD_OUTCOME], 0);
    for (size_t i = 0; i < COUNT(outcomes); i++)
        if (strcmp(outcomes[i], outcome) == 0)
            found = outcomes[i];
    snprintf(http, 8, "%s",
             table->field[FIELD_HTTP_STATUS]
                 ? column_text(table->field[FIELD_HTTP_STATUS], 0)
                 : "");
    table_destroy(table);
    return found;
}

static void check_said(enum field field, const char *text, const char *expected)
{
    struct said said = {field, text};
    size_t n_contradictions;
    char http[8];

    assert_string_equal(judge(&said, 1, &n_contradictions, http), expected);
    assert_int_equal(n_contradictions, 0);
}

static void a_status_is_a_word_or_a_code(void **state)
{
    static const char *const words[][2] = {
        {"success", "ok"},
        {"SUCCEED", "ok"},
        {"Completed", "ok"},
        {"OK", "ok"},
        {"200", "ok"},
        {"error", "failed"},
        {"KO", "failed"},
        {"FAILED", "failed"},
        {"timeout", "failed"},
        {"500", "failed"},
        {"429.0", "failed"},
        {"PENDING", "unfinished"},
        {"incomplete", "unfinished"},
        {"cancelled", "cancelled"},
        {"banana", "unknown"},
        {"0", "unknown"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(words); i++)
        check_said(FIELD_STATUS, words[i][0], words[i][1]);
}

static void an_http_status_decides(void **state)
{
    (void)state;
    check_said(FIELD_HTTP_STATUS, "200", "ok");
    check_said(FIELD_HTTP_STATUS, "302", "ok");
    check_said(FIELD_HTTP_STATUS, "399", "ok"); /* RFC 9110, 15 */
    check_said(FIELD_HTTP_STATUS, "400", "failed");
    check_said(FIELD_HTTP_STATUS, "404", "failed");
    check_said(FIELD_HTTP_STATUS, "0", "failed");
    check_said(FIELD_HTTP_STATUS, "Non HTTP response code: x", "failed");
    check_said(FIELD_HTTP_STATUS, NULL, "unknown");
}

static void flags_decide(void **state)
{
    (void)state;
    check_said(FIELD_SUCCESS, "True", "ok");
    check_said(FIELD_SUCCESS, "0", "failed");
    check_said(FIELD_FAILURE, "false", "ok");
    check_said(FIELD_FAILURE, "1", "failed");
    check_said(FIELD_FAILURE, "137", "failed");
    check_said(FIELD_CANCELLED, "true", "cancelled");
    check_said(FIELD_CANCELLED, "false", "unknown");
}

static void no_error_is_a_good_sign(void **state)
{
    (void)state;
    check_said(FIELD_ERROR, NULL, "ok");
    check_said(FIELD_ERROR, "None", "ok");
    check_said(FIELD_ERROR, "null", "ok");
    check_said(FIELD_ERROR, "False", "ok");
    check_said(FIELD_ERROR, "connection reset", "failed");
    check_said(FIELD_ERROR_CODE, NULL, "ok");
    check_said(FIELD_ERROR_CODE, "0", "ok");
    check_said(FIELD_ERROR_CODE, "429", "failed");
    check_said(FIELD_ERROR_CODE, "-1", "failed");
}

static void without_evidence_nothing_is_known(void **state)
{
    size_t n_contradictions;
    char http[8];

    (void)state;
    assert_string_equal(judge(NULL, 0, &n_contradictions, http), "unknown");
}

static void success_beside_an_error_is_a_failure(void **state)
{
    const struct said said[] = {{FIELD_SUCCESS, "true"},
                                {FIELD_HTTP_STATUS, "401"}};
    const struct said silent[] = {{FIELD_ERROR, NULL},
                                  {FIELD_HTTP_STATUS, "500"}};
    size_t n_contradictions;
    char http[8];

    (void)state;
    assert_string_equal(judge(said, 2, &n_contradictions, http), "failed");
    assert_int_equal(n_contradictions, 1);
    assert_string_equal(judge(silent, 2, &n_contradictions, http), "failed");
    assert_int_equal(n_contradictions, 0);
}

static void cancelled_says_more_than_failed(void **state)
{
    const struct said said[] = {{FIELD_CANCELLED, "true"},
                                {FIELD_ERROR, "stopped"}};
    size_t n_contradictions;
    char http[8];

    (void)state;
    assert_string_equal(judge(said, 2, &n_contradictions, http), "cancelled");
}

static void codes_of_http_are_found_in_other_columns(void **state)
{
    const struct said code[] = {{FIELD_ERROR_CODE, "429"}};
    const struct said status[] = {{FIELD_STATUS, "200"}};
    const struct said word[] = {{FIELD_STATUS, "ok"}};
    const struct said both[] = {{FIELD_STATUS, "500"},
                                {FIELD_HTTP_STATUS, "200"}};
    size_t n_contradictions;
    char http[8];

    (void)state;
    judge(code, 1, &n_contradictions, http);
    assert_string_equal(http, "429");
    judge(status, 1, &n_contradictions, http);
    assert_string_equal(http, "200");
    judge(word, 1, &n_contradictions, http);
    assert_string_equal(http, "");
    judge(both, 2, &n_contradictions, http);
    assert_string_equal(http, "200");
}

static void an_outcome_keeps_its_own_word(void **state)
{
    (void)state;
    check_said(FIELD_OUTCOME, "cancelled", "cancelled");
    check_said(FIELD_OUTCOME, "unknown", "unknown");
    check_said(FIELD_OUTCOME, "success", "ok");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_status_is_a_word_or_a_code),
        cmocka_unit_test(an_http_status_decides),
        cmocka_unit_test(flags_decide),
        cmocka_unit_test(no_error_is_a_good_sign),
        cmocka_unit_test(without_evidence_nothing_is_known),
        cmocka_unit_test(success_beside_an_error_is_a_failure),
        cmocka_unit_test(cancelled_says_more_than_failed),
        cmocka_unit_test(codes_of_http_are_found_in_other_columns),
        cmocka_unit_test(an_outcome_keeps_its_own_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
