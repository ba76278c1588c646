#ifndef DATA_UNIT_H
#define DATA_UNIT_H

/* What a number counts. Inside the program these are always seconds, US
 * dollars, tokens; people are shown a scaled unit by doc/units. */
enum unit {
    UNIT_NONE,
    UNIT_SECONDS,
    UNIT_DOLLARS,
    UNIT_TOKENS,
    UNIT_TOKENS_PER_SECOND,
    UNIT_REQUESTS_PER_SECOND,
    UNIT_COUNT,       /* of requests, runs, ... */
    UNIT_SHARE,       /* 0 to 1, shown as per cent */
    UNIT_RATIO,       /* a factor, shown as 1.09x */
    UNIT_CORRELATION, /* -1 to 1 */
    UNIT_P,    /* a probability under a hypothesis: "p = 0.02", "< 0.001" */
    UNIT_TIME, /* nanoseconds since the epoch */
};

/* The code of RESULTS.md: "s", "USD", "tokens", ... */
const char *unit_code(enum unit unit);

#endif
