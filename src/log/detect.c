#include "log/detect.h"

#include <string.h>

#include "log/lines.h"

/* Files that people have beside their logs, by their first bytes. */
static const struct {
    const char *bytes;
    size_t n;
    const char *what;
} strangers[] = {
    {"SQLite format 3", 15,
     "is a SQLite database; export its table of requests as CSV"},
    {"PK\x03\x04", 4,
     "is a zip archive or a spreadsheet; unpack it or save it "
     "as CSV"},
    {"PAR1", 4, "is a Parquet file; convert it to CSV or JSON lines"},
    {"%PDF", 4, "is a PDF"},
    {"\x89PNG", 4, "is a picture"},
    {"\xff\xfe", 2, "is UTF-16; convert it to UTF-8"},
    {"\xfe\xff", 2, "is UTF-16; convert it to UTF-8"},
    {"<?xml", 5,
     "is XML; save the results as CSV (JMeter: "
     "jmeter.save.saveservice.output_format=csv)"},
    {"<testResults", 12,
     "is XML; save the results as CSV (JMeter: "
     "jmeter.save.saveservice.output_format=csv)"},
    {"<!DOCTYPE", 9, "is a web page"},
    {"<html", 5, "is a web page"},
    {"#[Histogram log", 15, "is a histogram log: it holds no single requests"},
    {"#[Logged with", 13, "is a histogram log: it holds no single requests"},
};

static const char *find_stranger(const char *text, size_t n)
{
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
        if (n >= strangers[i].n &&
            memcmp(text, strangers[i].bytes, strangers[i].n) == 0)
            return strangers[i].what;
    return NULL;
}

static bool is_all_blank(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strchr(" \t\r\n", text[i]) || !text[i])
            return false;
    return true;
}

bool detect_refuse(const struct source *source, struct error *error)
{
    enum { HEAD = 4096 };
    struct place place = {.name = source->name};
    size_t begin = lines_begin(source), n = source->size - begin;
    const char *text = source->data + begin;
    const char *stranger = find_stranger(text, n);

    if (stranger)
        return error_set(error, &place, "this %s", stranger);
    if (is_all_blank(text, n))
        return error_set(error, &place, "the file is empty");
    if (memchr(text, '\0', n < HEAD ? n : HEAD))
        return error_set(error, &place,
                         "this is a binary file, no log of requests");
    return true;
}

const struct shape *detect_shape(const struct source *source, struct text *why,
                                 struct error *error)
{
    struct place place = {.name = source->name};

    if (!detect_refuse(source, error))
        return NULL;
    for (size_t i = 0; shapes[i]; i++)
        if (shapes[i]->fits(source, why))
            return shapes[i];
    error_set(error, &place, "this is no log of requests");
    return NULL;
}
