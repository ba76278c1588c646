#ifndef CMD_SHARES_H
#define CMD_SHARES_H

#include "base/error.h"

/* A flag's share: "5%" or "0.05", above 0 and below 1. */
bool share_parse(double *share, const char *flag, const char *text,
                 struct error *error);

#endif
