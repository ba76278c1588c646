#ifndef BASE_FLOW_H
#define BASE_FLOW_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that come one after the other, of a pipe or a decompressor, while
 * others read those that are there already: they stand in one place, which
 * does not move. One thread writes; any may read. */
struct flow;

enum { FLOW_PADDING = 64 };

/* Address space for as many bytes as the machine could hold; memory is taken
 * as they come. Ends the program if there is none. */
struct flow *flow_create(void);
void flow_destroy(struct flow *flow); /* NULL is fine */

/* For who writes: where the next bytes go, with room for n of them; how many
 * there are; that n more stand there; that no more come. Behind the last one
 * there are then FLOW_PADDING zeros. */
char *flow_room(struct flow *flow, size_t n);
size_t flow_size(const struct flow *flow);
void flow_add(struct flow *flow, size_t n);
void flow_end(struct flow *flow);

/* Also for who writes: about how many bytes there will be in all. */
void flow_expect(struct flow *flow, double n);

/* For who reads: where the first byte is; and how many there are, once these
 * are at least `enough`, or all. What is behind them may be changing, but for
 * a flow that has ended. */
const char *flow_data(const struct flow *flow);
size_t flow_wait(struct flow *flow, size_t enough, bool *is_all);

/* About how many there will be; 0: who writes does not know. */
size_t flow_expected(struct flow *flow);

#endif
