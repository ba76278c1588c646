/* Numbers in cells. What is read must be what strtod reads, and must come back
 * from its shortest text. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/number.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_number(const char *text, size_t n)
{
    char shortest[NUMBER_TEXT_SIZE], *copy = calloc(n + 1, 1);
    double number, again;

    if (!copy)
        abort();
    memcpy(copy, text, n);
    if (number_parse(text, n, &number)) {
        if (!isfinite(number) || number != strtod(copy, NULL))
            abort();
        if (!number_parse(shortest, number_format(shortest, number), &again) ||
            again != number || signbit(again) != signbit(number))
            abort();
    }
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    int64_t integer, scaled;
    double number;

    check_number(text, size);
    if (number_parse_integer(text, size, &integer) &&
        (!number_parse_scaled(text, size, 0, &scaled) || scaled != integer))
        abort();
    number_parse_scaled(text, size, 9, &scaled);
    if (number_parse_comma(text, size, &number) && !isfinite(number))
        abort();
    if (duration_parse(text, size, &number) && !isfinite(number))
        abort();
    return 0;
}
