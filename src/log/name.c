#include "log/name.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const char unit_word_names[] = "s, ms, us, ns, min, USD, cents";

/* The first of a scale is the one that is shown. */
static const struct unit_word units[] = {
    {"s", UNIT_SECONDS, 1, 9, "s"},
    {"sec", UNIT_SECONDS, 1, 9, "s"},
    {"secs", UNIT_SECONDS, 1, 9, "s"},
    {"second", UNIT_SECONDS, 1, 9, "s"},
    {"seconds", UNIT_SECONDS, 1, 9, "s"},
    {"ms", UNIT_SECONDS, 1e-3, 6, "ms"},
    {"msec", UNIT_SECONDS, 1e-3, 6, "ms"},
    {"msecs", UNIT_SECONDS, 1e-3, 6, "ms"},
    {"millis", UNIT_SECONDS, 1e-3, 6, "ms"},
    {"millisecond", UNIT_SECONDS, 1e-3, 6, "ms"},
    {"milliseconds", UNIT_SECONDS, 1e-3, 6, "ms"},
    {"us", UNIT_SECONDS, 1e-6, 3, "us"},
    {"usec", UNIT_SECONDS, 1e-6, 3, "us"},
    {"usecs", UNIT_SECONDS, 1e-6, 3, "us"},
    {"micros", UNIT_SECONDS, 1e-6, 3, "us"},
    {"microseconds", UNIT_SECONDS, 1e-6, 3, "us"},
    {"\xc2\xb5s", UNIT_SECONDS, 1e-6, 3, "us"},
    {"\xce\xbcs", UNIT_SECONDS, 1e-6, 3, "us"},
    {"ns", UNIT_SECONDS, 1e-9, 0, "ns"},
    {"nsec", UNIT_SECONDS, 1e-9, 0, "ns"},
    {"nanos", UNIT_SECONDS, 1e-9, 0, "ns"},
    {"nano", UNIT_SECONDS, 1e-9, 0, "ns"},
    {"nanoseconds", UNIT_SECONDS, 1e-9, 0, "ns"},
    {"min", UNIT_SECONDS, 60, 0, "min"},
    {"mins", UNIT_SECONDS, 60, 0, "min"},
    {"minutes", UNIT_SECONDS, 60, 0, "min"},
    {"usd", UNIT_DOLLARS, 1, 0, "USD"},
    {"dollars", UNIT_DOLLARS, 1, 0, "USD"},
    {"$", UNIT_DOLLARS, 1, 0, "USD"},
    {"cents", UNIT_DOLLARS, 0.01, 0, "cents"},
};

const struct unit_word *unit_word_find(const char *word, size_t n)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strncasecmp(units[i].word, word, n) == 0 &&
            units[i].word[n] == '\0')
            return &units[i];
    return NULL;
}

bool unit_word_fits(const struct unit_word *unit, enum field field)
{
    enum unit is = fields[field].unit;

    if (is == UNIT_TIME)
        return unit->unit == UNIT_SECONDS && unit->scale <= 1;
    return is == unit->unit;
}

/* One word of a name, in small letters. */
struct word {
    size_t from, n; /* within the whole */
};

enum { MOST_WORDS = 24 };

static bool is_word_byte(unsigned char c)
{
    return isalnum(c) || c >= 0x80 || c == '$';
}

/* A capital begins a word after a small letter or digit, and so does the last
 * of several capitals before a small letter: "httpURLPath". */
static bool begins_word(const char *text, size_t n, size_t i)
{
    unsigned char c = (unsigned char)text[i], before, after;

    if (i == 0 || !is_word_byte((unsigned char)text[i - 1]))
        return true;
    before = (unsigned char)text[i - 1];
    after = i + 1 < n ? (unsigned char)text[i + 1] : 0;
    if (c == '$' || before == '$')
        return true;
    return isupper(c) &&
           (!isupper(before) || (isupper(before) && islower(after)));
}

static size_t split(const char *text, size_t n, char *whole,
                    struct word words[MOST_WORDS])
{
    size_t used = 0, n_words = 0;

    for (size_t i = 0; i < n && used + 1 < NAME_SIZE; i++) {
        unsigned char c = (unsigned char)text[i];

        if (!is_word_byte(c))
            continue;
        if (n_words == 0 || (begins_word(text, n, i) && n_words < MOST_WORDS)) {
            words[n_words].from = used;
            words[n_words++].n = 0;
        }
        whole[used++] = (char)tolower(c);
        words[n_words - 1].n++;
    }
    whole[used] = '\0';
    return n_words;
}

/* "latencyms": units that people glue to a name. */
static void find_glued(struct name *name)
{
    static const char *const ends[] = {"ms",   "ns",      "us", "sec",
                                       "secs", "seconds", "usd"};
    size_t length = strlen(name->whole);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);

        if (length > n && strcmp(name->whole + length - n, ends[i]) == 0) {
            name->unit = unit_word_find(ends[i], n);
            name->stem[length - n] = '\0';
            return;
        }
    }
}

void name_make(struct name *name, const char *text, size_t n)
{
    struct word words[MOST_WORDS] = {{0}}, *last;
    size_t n_words;

    n_words = split(text, n, name->whole, words);
    memcpy(name->stem, name->whole, sizeof name->stem);
    name->unit = NULL;
    if (n_words < 2) {
        find_glued(name);
        return;
    }
    last = &words[n_words - 1];
    name->unit = unit_word_find(name->whole + last->from, last->n);
    if (name->unit) {
        name->stem[last->from] = '\0';
    } else if (words[1].n == 2 &&
               strncmp(name->whole + words[1].from, "to", 2) == 0) {
        /* "msToFirstChunk" */
        name->unit = unit_word_find(name->whole, words[0].n);
        if (name->unit)
            memmove(name->stem, name->whole + words[1].from,
                    strlen(name->whole + words[1].from) + 1);
    }
    if (!name->unit)
        find_glued(name);
}

void name_squash(char whole[NAME_SIZE], const char *text, size_t n)
{
    struct word words[MOST_WORDS];

    split(text, n, whole, words);
}

bool name_equal(const char *a, const char *b)
{
    struct name one, other;

    name_make(&one, a, strlen(a));
    name_make(&other, b, strlen(b));
    return one.whole[0] && strcmp(one.whole, other.whole) == 0;
}
