#ifndef DATA_FIELD_H
#define DATA_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "data/unit.h"

/* The one vocabulary: every canonical field of a request, its unit inside the
 * program, the names that logs give it, and which way is better. */
enum field {
    FIELD_LATENCY,
    FIELD_TTFT,
    FIELD_TPOT,
    FIELD_ITL,
    FIELD_QUEUE,
    FIELD_INPUT_TOKENS,
    FIELD_OUTPUT_TOKENS,
    FIELD_TOTAL_TOKENS,
    FIELD_CACHED_TOKENS,
    FIELD_CACHE_WRITE_TOKENS,
    FIELD_REASONING_TOKENS,
    FIELD_OUTPUT_RATE,
    FIELD_COST,
    FIELD_QUALITY,
    FIELD_CONCURRENCY,
    FIELD_REQUEST_RATE,
    FIELD_ATTEMPT,
    FIELD_START,
    FIELD_FIRST_TOKEN, /* inner: when the first token came */
    FIELD_END,
    FIELD_RUN,
    FIELD_REQUEST_ID,
    FIELD_ITEM,
    FIELD_MODEL,
    FIELD_PROVIDER,
    FIELD_REGION,
    FIELD_WORKLOAD,
    FIELD_OUTCOME,
    FIELD_HTTP_STATUS,
    FIELD_ERROR,
    FIELD_PHASE,
    FIELD_CACHE_HIT,
    FIELD_STREAM,
    FIELD_FINISH_REASON,
    FIELD_STATUS,     /* inner: what the log calls its status */
    FIELD_SUCCESS,    /* inner: a flag, true is good */
    FIELD_FAILURE,    /* inner: a flag, true is bad */
    FIELD_CANCELLED,  /* inner: a flag */
    FIELD_ERROR_CODE, /* inner: a number; none or 0 is good */
    N_FIELDS,
    FIELD_NONE = N_FIELDS, /* a column of the log's own */
};

enum field_kind {
    KIND_NUMBER, /* double; NAN: missing */
    KIND_TIME,   /* int64 ns since the epoch; TIME_MISSING */
    KIND_TEXT,   /* a code into a dictionary; TEXT_MISSING */
};

enum direction { DIRECTION_NONE, LESS_IS_BETTER, MORE_IS_BETTER };

struct field_info {
    const char *key;   /* canonical name: RESULTS.md */
    const char *label; /* for people */
    enum field_kind kind;
    enum unit unit;
    enum direction better;
    bool is_inner; /* feeds other fields; no command can name it */
    /* Names in logs, without a unit suffix, best first, separated by spaces.
     * Compared without case, separators and unit suffix. "@" ends the names
     * that are taken wherever they stand; what follows is taken only if no
     * column has a better name. */
    const char *aliases;
};

extern const struct field_info fields[N_FIELDS];

/* The field with this canonical key that a command may name; FIELD_NONE. */
enum field field_find(const char *key);

#endif
