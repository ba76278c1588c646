/* Texts of a log, as they are made fit to be shown. The first byte is the
 * width of the column. */

#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text printable, shortened;
    size_t width;

    if (size == 0)
        return 0;
    text_init(&printable);
    text_init(&shortened);
    text_add_printable(&printable, (const char *)data + 1, size - 1);
    width = text_width(printable.data);
    text_add_shortened(&shortened, printable.data, data[0]);
    if (text_width(shortened.data) > data[0])
        abort();
    if (width <= data[0] && text_width(shortened.data) != width)
        abort();
    text_distance(printable.data, shortened.data);
    text_release(&printable);
    text_release(&shortened);
    return 0;
}
