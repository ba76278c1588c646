#include "data/unit.h"

#include "base/error.h"

static const char *const codes[] = {
    [UNIT_NONE] = "",
    [UNIT_SECONDS] = "s",
    [UNIT_DOLLARS] = "USD",
    [UNIT_TOKENS] = "tokens",
    [UNIT_TOKENS_PER_SECOND] = "tokens/s",
    [UNIT_REQUESTS_PER_SECOND] = "requests/s",
    [UNIT_COUNT] = "count",
    [UNIT_SHARE] = "share",
    [UNIT_RATIO] = "ratio",
    [UNIT_CORRELATION] = "r",
    [UNIT_P] = "p",
    [UNIT_TIME] = "ns",
};

const char *unit_code(enum unit unit)
{
    if ((unsigned)unit >= sizeof codes / sizeof *codes)
        BUG("unit %d", (int)unit);
    return codes[unit];
}
