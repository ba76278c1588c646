#include "log/json_skim.h"

#include <stdint.h>
#include <string.h>

enum { STEP = 16 };

/* Bit i tells of byte i. */
struct text_bits {
    uint32_t quotes, slashes, high, controls;
};

#ifdef __SSE2__
#include <emmintrin.h>

static inline __m128i load(const char *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

static inline uint32_t bits_of(__m128i bytes)
{
    return (uint32_t)_mm_movemask_epi8(bytes);
}

static inline uint32_t find_equal(__m128i text, char c)
{
    return bits_of(_mm_cmpeq_epi8(text, _mm_set1_epi8(c)));
}

/* Signed: bytes beyond ASCII are below all others. */
static inline uint32_t find_below(__m128i text, char c)
{
    return bits_of(_mm_cmplt_epi8(text, _mm_set1_epi8(c)));
}

/* Capital letters become small, and of brackets both kinds one. */
static inline __m128i fold(__m128i text)
{
    return _mm_or_si128(text, _mm_set1_epi8(' '));
}

static inline struct text_bits find_text_bits(const char *at)
{
    __m128i text = load(at);
    uint32_t high = bits_of(text);

    return (struct text_bits){
        .quotes = find_equal(text, '"'),
        .slashes = find_equal(text, '\\'),
        .high = high,
        .controls = find_below(text, ' ') & ~high,
    };
}

static inline uint32_t find_quotes(const char *at)
{
    return find_equal(load(at), '"');
}

/* What is neither plain ASCII nor stands for itself. */
static inline uint32_t find_odd(const char *at)
{
    __m128i text = load(at);

    return find_below(text, ' ') | find_equal(text, '\\');
}

static inline uint32_t find_nested_stops(const char *at)
{
    __m128i text = load(at), folded = fold(text);

    return find_equal(text, '"') | find_equal(text, '\\') |
           find_equal(folded, '{') | find_equal(folded, '}') |
           find_below(text, ' ');
}

static inline uint32_t find_bare_stops(const char *at)
{
    __m128i text = load(at);
    __m128i beyond = _mm_cmpgt_epi8(fold(text), _mm_set1_epi8('z'));

    return (find_below(text, '-') & ~find_equal(text, '+')) |
           find_equal(text, ':') | bits_of(beyond);
}

bool json_skim_same(const char *known, const char *text, size_t n)
{
    uint32_t differ;

    for (; n > STEP; n -= STEP, known += STEP, text += STEP)
        if (bits_of(_mm_cmpeq_epi8(load(known), load(text))) != 0xffff)
            return false;
    differ = bits_of(_mm_cmpeq_epi8(load(known), load(text))) ^ 0xffff;
    return (differ & ((1U << n) - 1)) == 0;
}
#else
static struct text_bits find_text_bits(const char *at)
{
    struct text_bits bits = {0, 0, 0, 0};

    for (unsigned i = 0; i < STEP; i++) {
        unsigned char c = (unsigned char)at[i];

        bits.quotes |= (uint32_t)(c == '"') << i;
        bits.slashes |= (uint32_t)(c == '\\') << i;
        bits.high |= (uint32_t)(c >= 0x80) << i;
        bits.controls |= (uint32_t)(c < ' ') << i;
    }
    return bits;
}

static uint32_t find_quotes(const char *at)
{
    return find_text_bits(at).quotes;
}

static uint32_t find_odd(const char *at)
{
    struct text_bits bits = find_text_bits(at);

    return bits.slashes | bits.high | bits.controls;
}

static uint32_t find_nested_stops(const char *at)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < STEP; i++) {
        unsigned char c = (unsigned char)at[i], folded = c | ' ';

        bits |= (uint32_t)(c < ' ' || c >= 0x80 || c == '"' || c == '\\' ||
                           folded == '{' || folded == '}')
                << i;
    }
    return bits;
}

static uint32_t find_bare_stops(const char *at)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < STEP; i++) {
        unsigned char c = (unsigned char)at[i];

        bits |= (uint32_t)((c < '-' && c != '+') || c == ':' || (c | ' ') > 'z')
                << i;
    }
    return bits;
}

bool json_skim_same(const char *known, const char *text, size_t n)
{
    return memcmp(known, text, n) == 0;
}
#endif

static inline unsigned first_of(uint32_t bits)
{
    return (unsigned)__builtin_ctz(bits);
}

/* Twice as many bytes: a longer text takes fewer steps. */
static inline struct text_bits find_more_text_bits(const char *at)
{
    struct text_bits low = find_text_bits(at);
    struct text_bits high = find_text_bits(at + STEP);

    low.quotes |= high.quotes << STEP;
    low.slashes |= high.slashes << STEP;
    low.high |= high.high << STEP;
    low.controls |= high.controls << STEP;
    return low;
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

    for (; at < end; at += 2 * STEP) {
        struct text_bits bits = find_more_text_bits(at);
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
        carry = bits.slashes >> (2 * STEP - 1);
    }
    return NULL;
}

/* Most texts are short and plain. */
const char *json_skim_text(const char *at, const char *end,
                           struct json_marks *marks)
{
    uint32_t quotes = find_quotes(at) | find_quotes(at + STEP) << STEP;
    uint32_t odd = find_odd(at) | find_odd(at + STEP) << STEP;
    uint32_t before = (quotes & -quotes) - 1;

    if (!quotes || (odd & before))
        return skim_any_text(at, end, marks);
    at += first_of(quotes);
    return at < end ? at : NULL;
}

const char *json_skim_quoted(const char *at, const char *end,
                             const char **quote, struct json_marks *marks)
{
    if (at == end || *at != '"' ||
        !(*quote = json_skim_text(at + 1, end, marks)))
        return NULL;
    return json_skim_blank(*quote + 1, end);
}

/* A token ends where a blank, a bracket, a comma, a colon or a quote is; bytes
 * that are rare in tokens end it too, and are taken for odd there. */
const char *json_skim_bare(const char *at, const char *end)
{
    const char *from = at;
    uint32_t stops;

    for (; at < end; at += STEP) {
        stops = find_bare_stops(at);
        if (!stops)
            continue;
        at += first_of(stops);
        return at > from && at < end ? at : NULL;
    }
    return NULL;
}

const char *json_skim_nested(const char *at, const char *end,
                             struct json_marks *marks)
{
    uint32_t stops = find_nested_stops(at);
    size_t depth = 0;

    while (at < end) {
        const char *stop;

        if (!stops) {
            at += STEP;
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
