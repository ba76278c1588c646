#include "study/error_class.h"

#include <string.h>

#include "base/number.h"

const char *const error_class_names[N_ERROR_CLASSES] = {
    [ERROR_RATE_LIMIT] = "429",      [ERROR_CLIENT] = "4xx",
    [ERROR_SERVER] = "5xx",          [ERROR_TIMEOUT] = "timeout",
    [ERROR_TRANSPORT] = "transport", [ERROR_OTHER] = "other",
};

/* Words of error texts, the telling ones first. */
static const struct {
    const char *word;
    enum error_class class;
} words[] = {
    {"rate limit", ERROR_RATE_LIMIT},
    {"ratelimit", ERROR_RATE_LIMIT},
    {"too many requests", ERROR_RATE_LIMIT},
    {"timeout", ERROR_TIMEOUT},
    {"timed out", ERROR_TIMEOUT},
    {"deadline exceeded", ERROR_TIMEOUT},
    {"connection", ERROR_TRANSPORT},
    {"connect", ERROR_TRANSPORT},
    {"socket", ERROR_TRANSPORT},
    {"broken pipe", ERROR_TRANSPORT},
    {"reset by peer", ERROR_TRANSPORT},
    {"unreachable", ERROR_TRANSPORT},
    {"dns", ERROR_TRANSPORT},
    {"name resolution", ERROR_TRANSPORT},
    {"eof", ERROR_TRANSPORT},
    {"ssl", ERROR_TRANSPORT},
    {"tls", ERROR_TRANSPORT},
    {"disconnected", ERROR_TRANSPORT},
};

static enum error_class class_of_status(double status)
{
    if (status == 429)
        return ERROR_RATE_LIMIT;
    if (status >= 400 && status < 500)
        return ERROR_CLIENT;
    if (status >= 500 && status < 600)
        return ERROR_SERVER;
    return ERROR_OTHER;
}

/* A status that stands alone within the text: "HTTP 503: overloaded". */
static enum error_class class_of_digits(const char *text)
{
    for (const char *at = text; *at; at++) {
        size_t n = strspn(at, "0123456789");
        double status;

        if (n == 3 && (at[0] == '4' || at[0] == '5') &&
            number_parse(at, n, &status))
            return class_of_status(status);
        if (n)
            at += n - 1;
    }
    return ERROR_OTHER;
}

enum error_class error_class_of(const struct frame *frame, size_t row)
{
    const struct column *http = frame->table->field[FIELD_HTTP_STATUS];
    const struct column *error = frame->table->field[FIELD_ERROR];
    const char *text = http ? column_text(http, row) : "";
    double status;

    if (number_parse(text, strlen(text), &status) &&
        class_of_status(status) != ERROR_OTHER)
        return class_of_status(status);
    text = error ? column_text(error, row) : text;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(text, words[i].word))
            return words[i].class;
    return class_of_digits(text);
}
