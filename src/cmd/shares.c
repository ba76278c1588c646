#include "cmd/shares.h"

#include <string.h>

#include "base/number.h"

bool share_parse(double *share, const char *flag, const char *text,
                 struct error *error)
{
    size_t length = strlen(text);
    bool in_percent = length > 0 && text[length - 1] == '%';
    double number;

    if (!number_parse(text, length - in_percent, &number))
        return error_set(error, NULL, "--%s: '%s' is not a share such as 5%%",
                         flag, text);
    if (in_percent)
        number /= 100;
    if (!(number > 0 && number < 1))
        return error_set(error, NULL, "--%s: '%s' is not between 0 and 100 %%",
                         flag, text);
    *share = number;
    return true;
}
