#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void text_init(struct text *text)
{
    text->data = memory_alloc(16, 1);
    text->capacity = 16;
    text->length = 0;
}

void text_release(struct text *text)
{
    free(text->data);
    memset(text, 0, sizeof *text);
}

void text_clear(struct text *text)
{
    text->length = 0;
    text->data[0] = '\0';
}

static void reserve(struct text *text, size_t more)
{
    size_t needed = text->length + more + 1;

    if (needed <= text->capacity)
        return;
    while (text->capacity < needed)
        text->capacity =
            text->capacity <= SIZE_MAX / 2 ? text->capacity * 2 : SIZE_MAX;
    text->data = memory_resize(text->data, text->capacity, 1);
}

void text_add_n(struct text *text, const char *bytes, size_t n)
{
    reserve(text, n);
    memcpy(text->data + text->length, bytes, n);
    text->length += n;
    text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *bytes)
{
    text_add_n(text, bytes, strlen(bytes));
}

void text_add_char(struct text *text, char c)
{
    text_add_n(text, &c, 1);
}

void text_format(struct text *text, const char *format, ...)
{
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        reserve(text, (size_t)length);
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

/* Decodes one code point; returns its length in bytes, 0 if the bytes are not
 * UTF-8 (overlong forms and surrogates included). */
static size_t decode(const unsigned char *s, size_t n, uint32_t *point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = s[0] < 0x80   ? 1
                    : s[0] < 0xc2 ? 0
                    : s[0] < 0xe0 ? 2
                    : s[0] < 0xf0 ? 3
                    : s[0] < 0xf5 ? 4
                                  : 0;
    uint32_t value;

    if (length == 0 || length > n)
        return 0;
    value = length == 1 ? s[0] : s[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (s[i] & 0x3f);
    }
    if (value < least[length] || value > 0x10ffff ||
        (value >= 0xd800 && value < 0xe000))
        return 0;
    *point = value;
    return length;
}

struct range {
    uint32_t from, to;
};

static bool is_within(const struct range *ranges, size_t n, uint32_t point)
{
    for (size_t i = 0; i < n; i++)
        if (point >= ranges[i].from && point <= ranges[i].to)
            return true;
    return false;
}

/* The ranges that logs meet (Unicode 15, East Asian Width W and F; Mn). */
static size_t point_width(uint32_t point)
{
    static const struct range none[] = {
        {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x610, 0x61a},
        {0x64b, 0x65f},   {0x670, 0x670},   {0x6d6, 0x6dc},   {0xe31, 0xe31},
        {0xe34, 0xe3a},   {0x1ab0, 0x1aff}, {0x200b, 0x200f}, {0x202a, 0x202e},
        {0x2060, 0x2064}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
    };
    static const struct range wide[] = {
        {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2e80, 0x303e},
        {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
        {0xa000, 0xa4cf},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
        {0xfe30, 0xfe4f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff},
        {0x20000, 0x3fffd},
    };

    if (point < 0x300)
        return 1;
    if (is_within(none, sizeof none / sizeof *none, point))
        return 0;
    return is_within(wide, sizeof wide / sizeof *wide, point) ? 2 : 1;
}

size_t text_width(const char *utf8)
{
    const unsigned char *s = (const unsigned char *)utf8;
    size_t n = strlen(utf8), width = 0, length;
    uint32_t point;

    for (size_t i = 0; i < n; i += length) {
        point = 0xfffd;
        length = decode(s + i, n - i, &point);
        if (length == 0)
            length = 1;
        width += point_width(point);
    }
    return width;
}

/* Bytes of the longest head of s that is at most `width` columns wide. */
static size_t head_bytes(const char *s, size_t width)
{
    const unsigned char *u = (const unsigned char *)s;
    size_t n = strlen(s), i = 0, used = 0, length;
    uint32_t point;

    while (i < n) {
        point = 0xfffd;
        length = decode(u + i, n - i, &point);
        if (length == 0)
            length = 1;
        if (used + point_width(point) > width)
            break;
        used += point_width(point);
        i += length;
    }
    return i;
}

void text_add_shortened(struct text *text, const char *utf8, size_t width)
{
    size_t total = text_width(utf8), tail, skip;

    if (total <= width || width < 3) {
        text_add_n(text, utf8, head_bytes(utf8, width));
        return;
    }
    tail = width / 2;
    text_add_n(text, utf8, head_bytes(utf8, width - 1 - tail));
    text_add(text, "\xe2\x80\xa6");
    skip = head_bytes(utf8, total - tail);
    /* A wide character that the cut goes through is left out as a whole. */
    if (text_width(utf8 + skip) > tail)
        skip += head_bytes(utf8 + skip, 2);
    text_add(text, utf8 + skip);
}

/* Controls, and what turns the direction of the text that follows: with it a
 * name could look like another. */
static bool is_printable(uint32_t point)
{
    static const struct range hidden[] = {
        {0, 0x1f}, {0x7f, 0x9f}, {0x202a, 0x202e}, {0x2066, 0x2069}};

    return !is_within(hidden, sizeof hidden / sizeof *hidden, point);
}

void text_add_printable(struct text *text, const char *bytes, size_t n)
{
    const unsigned char *s = (const unsigned char *)bytes;
    uint32_t point;
    size_t length;

    for (size_t i = 0; i < n; i += length) {
        length = decode(s + i, n - i, &point);
        if (length > 0 && is_printable(point))
            text_add_n(text, bytes + i, length);
        else
            text_add(text, "\xef\xbf\xbd");
        length += length == 0;
    }
}

/* How many bytes mean themselves in JSON: ASCII that is printable, without
 * quotes and backslashes. */
static size_t count_plain(const unsigned char *s)
{
    size_t n = 0;

    while (s[n] >= ' ' && s[n] < 0x7f && s[n] != '"' && s[n] != '\\')
        n++;
    return n;
}

void text_add_json(struct text *text, const char *utf8)
{
    const unsigned char *s = (const unsigned char *)utf8;
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    uint32_t point;
    size_t length;

    text_add_char(text, '"');
    for (size_t i = 0, n = strlen(utf8); i < n; i += length) {
        length = count_plain(s + i);
        if (length > 0) {
            text_add_n(text, utf8 + i, length);
            continue;
        }
        length = decode(s + i, n - i, &point);
        if (length == 0) {
            text_add(text, "\xef\xbf\xbd");
            length = 1;
        } else if (length == 1 && strchr(from, utf8[i])) {
            text_add_char(text, '\\');
            text_add_char(text, to[strchr(from, utf8[i]) - from]);
        } else if (is_printable(point)) {
            text_add_n(text, utf8 + i, length);
        } else {
            text_format(text, "\\u%04x", (unsigned)point);
        }
    }
    text_add_char(text, '"');
}

/* Optimal string alignment over three rows; words longer than a row holds are
 * as far apart as they are long. */
size_t text_distance(const char *a, const char *b)
{
    enum { LONGEST = 63 };
    size_t rows[3][LONGEST + 1], n = strlen(a), m = strlen(b), best;

    if (n > LONGEST || m > LONGEST)
        return n > m ? n : m;
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = rows[i % 3], *last = rows[(i + 2) % 3];

        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            best = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && rows[(i + 1) % 3][j - 2] + 1 < best)
                best = rows[(i + 1) % 3][j - 2] + 1;
            now[j] = best;
        }
    }
    return rows[n % 3][m];
}
