#include "log/shape.h"

const struct shape *const shapes[] = {
    &shape_records,
    &shape_jsonl,
    &shape_csv,
    NULL,
};
