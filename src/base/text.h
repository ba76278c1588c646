#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A text that grows. `data` is never NULL after text_init and always ends
 * with a NUL. */
struct text {
    char *data;
    size_t length, capacity;
};

void text_init(struct text *text);
void text_release(struct text *text);
void text_clear(struct text *text);

void text_add(struct text *text, const char *bytes);
void text_add_n(struct text *text, const char *bytes, size_t n);
void text_add_char(struct text *text, char c);
void text_format(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Columns that a terminal needs to show the UTF-8 text: code points, wide
 * ones (CJK, emoji) counted twice, combining ones not at all. */
size_t text_width(const char *utf8);

/* Appends `utf8` shortened in the middle to at most `width` columns; what is
 * left out becomes an ellipsis. */
void text_add_shortened(struct text *text, const char *utf8, size_t width);

/* Appends bytes of a log as they may be shown to a person: control characters,
 * those that turn the direction of text, and what is not UTF-8 become U+FFFD.
 */
void text_add_printable(struct text *text, const char *bytes, size_t n);

/* As a JSON string, in quotes: nothing is lost, for what is not printable is
 * escaped. Bytes that are not UTF-8 become U+FFFD. */
void text_add_json(struct text *text, const char *utf8);

/* How many edits (insert, delete, replace, swap neighbours) make b of a;
 * used for "did you mean". */
size_t text_distance(const char *a, const char *b);

#endif
