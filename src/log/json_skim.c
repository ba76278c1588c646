#include "log/json_skim.h"

#include <stdint.h>
#include <string.h>

enum { STEP = 2 * BYTES };

/* Bit i tells of byte i. */
struct text_bits {
    uint32_t quotes, slashes, high, controls;
};

static inline struct text_bits find_half_bits(const char *at)
{
    bytes text = bytes_load(at);
    uint32_t high = bytes_high(text);

    return (struct text_bits){
        .quotes = bytes_bits(text == bytes_of('"')),
        .slashes = bytes_bits(text == bytes_of('\\')),
        .high = high,
        .controls = bytes_bits(text < bytes_of(' ')) & ~high,
    };
}

static inline struct text_bits find_text_bits(const char *at)
{
    struct text_bits low = find_half_bits(at);
    struct text_bits high = find_half_bits(at + BYTES);

    low.quotes |= high.quotes << BYTES;
    low.slashes |= high.slashes << BYTES;
    low.high |= high.high << BYTES;
    low.controls |= high.controls << BYTES;
    return low;
}

static inline uint32_t find_nested_stops(const char *at)
{
    bytes text = bytes_load(at);
    bytes folded = text | bytes_of(' ');

    return bytes_bits((text == bytes_of('"')) | (text == bytes_of('\\')) |
                      (folded == bytes_of('{')) | (folded == bytes_of('}')) |
                      (text < bytes_of(' ')));
}

static inline unsigned first_of(uint32_t bits)
{
    return (unsigned)__builtin_ctz(bits);
}

/* A quote behind an odd number of backslashes is one of the text. */
static inline bool is_escaped(const char *from, const char *quote)
{
    const char *back = quote;

    while (back > from && back[-1] == '\\')
        back--;
    return (quote - back) % 2;
}

/* Most escaped quotes stand behind a single backslash. They are left out
 * without a branch, which would be as hard to foretell as the text is; only
 * near two backslashes in a row each quote is looked at. */
static const char *skim_any_text(const char *at, const char *end,
                                 struct json_marks *marks)
{
    const char *from = at;
    uint32_t slashes = 0, high = 0, carry = 0, doubt = 0;

    for (; at < end; at += STEP) {
        struct text_bits bits = find_text_bits(at);
        uint32_t behind = bits.slashes << 1 | carry, stops = bits.quotes;

        doubt |= bits.slashes & behind;
        if (!doubt)
            stops &= ~behind;
        for (stops |= bits.controls; stops; stops &= stops - 1) {
            const char *stop = at + first_of(stops);
            uint32_t before = (1U << first_of(stops)) - 1;

            if (*stop != '"' || stop >= end)
                return NULL;
            if (is_escaped(from, stop))
                continue;
            marks->has_escapes |= ((slashes | (bits.slashes & before)) != 0);
            marks->has_high |= ((high | (bits.high & before)) != 0);
            return stop;
        }
        slashes |= bits.slashes;
        high |= bits.high;
        doubt = bits.slashes & behind;
        carry = bits.slashes >> (STEP - 1);
    }
    return NULL;
}

const char *json_skim_text(const char *at, const char *end,
                           struct json_marks *marks)
{
    const char *quote = json_skim_short(at, end);

    return quote ? quote : skim_any_text(at, end, marks);
}

const char *json_skim_quoted(const char *at, const char *end,
                             const char **quote, struct json_marks *marks)
{
    if (at == end || *at != '"' ||
        !(*quote = json_skim_text(at + 1, end, marks)))
        return NULL;
    return json_skim_blank(*quote + 1, end);
}

const char *json_skim_nested(const char *at, const char *end,
                             struct json_marks *marks)
{
    uint32_t stops = find_nested_stops(at);
    size_t depth = 0;

    while (at < end) {
        const char *stop;

        if (!stops) {
            at += BYTES;
            stops = find_nested_stops(at);
            continue;
        }
        stop = at + first_of(stops);
        stops &= stops - 1;
        if (stop >= end)
            return NULL;
        switch (*stop) {
        case '"':
            stop = json_skim_text(stop + 1, end, marks);
            if (!stop)
                return NULL;
            at = stop + 1;
            stops = find_nested_stops(at);
            break;
        case '{':
        case '[':
            depth++;
            break;
        case '}':
        case ']':
            if (--depth == 0)
                return stop + 1;
            break;
        case '\t':
        case '\r':
            break;
        default:
            return NULL;
        }
    }
    return NULL;
}
