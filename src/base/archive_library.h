#ifndef BASE_ARCHIVE_LIBRARY_H
#define BASE_ARCHIVE_LIBRARY_H

#include <archive.h>
#include <archive_entry.h>

/* libarchive, loaded when a log is packed by other means than gzip: with it
 * come eleven more libraries, whose loading takes half of the time that a small
 * log does. */

#define ARCHIVE_FUNCTIONS(OF)                                                  \
    OF(archive_read_new)                                                       \
    OF(archive_read_free)                                                      \
    OF(archive_read_support_filter_zstd)                                       \
    OF(archive_read_support_filter_xz)                                         \
    OF(archive_read_support_filter_bzip2)                                      \
    OF(archive_read_support_filter_lz4)                                        \
    OF(archive_read_support_format_empty)                                      \
    OF(archive_read_support_format_raw)                                        \
    OF(archive_read_open_memory)                                               \
    OF(archive_read_next_header)                                               \
    OF(archive_read_data)                                                      \
    OF(archive_filter_code)                                                    \
    OF(archive_filter_bytes)                                                   \
    OF(archive_error_string)

/* Its functions, under their own names. */
/* NOLINTNEXTLINE(bugprone-macro-parentheses): a member's name stands alone */
#define ARCHIVE_MEMBER(name) __typeof__(&(name)) name;
struct archive_library {
    ARCHIVE_FUNCTIONS(ARCHIVE_MEMBER)
};
#undef ARCHIVE_MEMBER

/* Loaded once, and kept; any thread may ask. NULL: it cannot be loaded, and
 * *reason, which lives on, says why. */
const struct archive_library *archive_library(const char **reason);

#endif
