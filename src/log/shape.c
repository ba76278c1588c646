#include "log/shape.h"

extern const struct shape shape_jsonl, shape_csv;

const struct shape *const shapes[] = {
    &shape_jsonl,
    &shape_csv,
    NULL,
};
