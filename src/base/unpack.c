#include "base/unpack.h"

#include <string.h>
#include <zlib.h>

#include "base/archive_library.h"

/* libarchive knows all these formats, but does not look at the checksum of
 * gzip: a flipped bit would become another number. zlib does. */

enum { STEP = 1 << 16 };

struct output {
    struct flow *flow;
    size_t limit; /* 0: none */
};

struct input {
    const char *name; /* of the compression */
    const char *bytes;
    size_t n;
    const struct place *place;
};

/* A stream that libarchive unpacks. */
struct stream {
    const struct archive_library *library;
    struct archive *archive;
};

static bool add_zstd(const struct stream *stream)
{
    return stream->library->archive_read_support_filter_zstd(stream->archive) ==
           ARCHIVE_OK;
}

static bool add_xz(const struct stream *stream)
{
    return stream->library->archive_read_support_filter_xz(stream->archive) ==
           ARCHIVE_OK;
}

static bool add_bzip2(const struct stream *stream)
{
    return stream->library->archive_read_support_filter_bzip2(
               stream->archive) == ARCHIVE_OK;
}

static bool add_lz4(const struct stream *stream)
{
    return stream->library->archive_read_support_filter_lz4(stream->archive) ==
           ARCHIVE_OK;
}

struct compression {
    const char *name, *magic;
    size_t n;                                 /* bytes of the magic */
    size_t shortest;                          /* bytes of a whole stream */
    bool (*add)(const struct stream *stream); /* NULL: zlib unpacks it */
};

static const struct compression compressions[] = {
    {"gzip", "\x1f\x8b\x08", 3, 18, NULL},
    {"zstd", "\x28\xb5\x2f\xfd", 4, 9, add_zstd},
    {"xz",
     "\xfd"
     "7zXZ\0",
     6, 32, add_xz},
    {"bzip2", "BZh", 3, 14, add_bzip2},
    {"lz4", "\x04\x22\x4d\x18", 4, 11, add_lz4},
};

static const struct compression *find(const char *bytes, size_t n)
{
    for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++) {
        const struct compression *compression = &compressions[i];

        if (n >= compression->n &&
            memcmp(bytes, compression->magic, compression->n) == 0)
            return compression;
    }
    return NULL;
}

/* "BZh" is text that a log may begin with: bzip2 goes on with a digit and the
 * magic of a block (pi) or of the end (its square root). */
static bool is_bzip2(const char *bytes, size_t n)
{
    return n >= 10 && bytes[3] >= '1' && bytes[3] <= '9' &&
           (memcmp(bytes + 4, "1AY&SY", 6) == 0 ||
            memcmp(bytes + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

const char *unpack_detect(const char *bytes, size_t n)
{
    const struct compression *compression = find(bytes, n);

    if (!compression || (compression->add == add_bzip2 && !is_bzip2(bytes, n)))
        return NULL;
    return compression->name;
}

static bool is_within_limit(const struct output *output,
                            const struct input *input, struct error *error)
{
    if (output->limit == 0 || flow_size(output->flow) <= output->limit)
        return true;
    return error_set(error, input->place,
                     "unpacks to more than %zu bytes from %zu; --max-expand "
                     "allows more",
                     output->limit, input->n);
}

/* If the rest packs as well as what came before `offset`. */
static void expect(const struct output *output, const struct input *input,
                   size_t offset)
{
    if (offset)
        flow_expect(output->flow, (double)flow_size(output->flow) *
                                      (double)input->n / (double)offset);
}

static bool fail(const struct input *input, const char *what, size_t offset,
                 const char *detail, struct error *error)
{
    return error_set(error, input->place,
                     "the %s stream is %s at byte %zu%s%s%s", input->name, what,
                     offset, detail ? " (" : "", detail ? detail : "",
                     detail ? ")" : "");
}

/* Zeros fill up blocks of tapes and of some file systems: they mean nothing. */
static bool rest_is_zero(const struct input *input, size_t offset)
{
    while (offset < input->n && input->bytes[offset] == 0)
        offset++;
    return offset == input->n;
}

static bool check_rest(const struct input *input, size_t offset,
                       struct error *error)
{
    if (rest_is_zero(input, offset))
        return true;
    return error_set(error, input->place,
                     "the %s stream ends at byte %zu, but %zu bytes of "
                     "something else follow",
                     input->name, offset, input->n - offset);
}

/* One step of zlib, whose counts are of 32 bits. */
static int inflate_step(z_stream *zlib, const struct input *input,
                        size_t *offset, const struct output *output)
{
    size_t left = input->n - *offset;
    unsigned given = left > 1u << 30 ? 1u << 30 : (unsigned)left;
    int status;

    zlib->next_in = (z_const Bytef *)(input->bytes + *offset);
    zlib->avail_in = given;
    zlib->next_out = (Bytef *)flow_room(output->flow, STEP);
    zlib->avail_out = STEP;
    status = inflate(zlib, Z_NO_FLUSH);
    *offset += given - zlib->avail_in;
    flow_add(output->flow, STEP - zlib->avail_out);
    return status;
}

static bool inflate_members(z_stream *zlib, const struct input *input,
                            const struct output *output, struct error *error)
{
    size_t offset = 0;
    int status;

    for (;;) {
        status = inflate_step(zlib, input, &offset, output);
        if (!is_within_limit(output, input, error))
            return false;
        expect(output, input, offset);
        if (status == Z_OK)
            continue;
        if (status == Z_BUF_ERROR)
            return fail(input, "truncated", offset, NULL, error);
        if (status != Z_STREAM_END)
            return fail(input, "corrupt", offset, zlib->msg, error);
        if (input->n - offset < 2 ||
            memcmp(input->bytes + offset, "\x1f\x8b", 2) != 0)
            return check_rest(input, offset, error);
        inflateReset(zlib);
    }
}

static bool unpack_gzip(const struct input *input, const struct output *output,
                        struct error *error)
{
    enum { LARGEST_WINDOW = 15, WITH_GZIP_HEADER = 16 };
    z_stream zlib = {0};
    bool ok;

    if (inflateInit2(&zlib, LARGEST_WINDOW + WITH_GZIP_HEADER) != Z_OK)
        return error_set(error, input->place, "cannot start to unpack gzip");
    ok = inflate_members(&zlib, input, output, error);
    inflateEnd(&zlib);
    return ok;
}

/* How the decoders below libarchive say that they want more bytes. */
static bool is_truncation(const char *detail)
{
    return detail && (strcasestr(detail, "truncated") ||
                      strstr(detail, "No progress is possible"));
}

static bool fail_stream(const struct stream *stream, const struct input *input,
                        struct error *error)
{
    const struct archive_library *library = stream->library;
    const char *detail = library->archive_error_string(stream->archive);
    int64_t offset = library->archive_filter_bytes(stream->archive, -1);

    if (is_truncation(detail))
        return fail(input, "truncated", input->n, NULL, error);
    return fail(input, "corrupt", offset < 0 ? 0 : (size_t)offset, detail,
                error);
}

static bool open_stream(const struct stream *stream, const struct input *input,
                        struct error *error)
{
    const struct archive_library *library = stream->library;

    if (library->archive_read_open_memory(stream->archive, input->bytes,
                                          input->n) != ARCHIVE_OK ||
        library->archive_error_string(stream->archive))
        return fail_stream(stream, input, error);
    /* A stream with a bad header is passed through as if it were none. */
    if (library->archive_filter_code(stream->archive, 0) == ARCHIVE_FILTER_NONE)
        return fail(input, "corrupt", 0, "bad header", error);
    return true;
}

static bool read_stream(const struct stream *stream, const struct input *input,
                        const struct output *output, struct error *error)
{
    const struct archive_library *library = stream->library;
    struct archive_entry *entry;
    la_ssize_t n;
    int status;

    if (!open_stream(stream, input, error))
        return false;
    status = library->archive_read_next_header(stream->archive, &entry);
    while (status == ARCHIVE_OK) {
        n = library->archive_read_data(stream->archive,
                                       flow_room(output->flow, STEP), STEP);
        if (n == 0)
            break;
        if (n < 0)
            return fail_stream(stream, input, error);
        flow_add(output->flow, (size_t)n);
        if (!is_within_limit(output, input, error))
            return false;
        expect(output, input,
               (size_t)library->archive_filter_bytes(stream->archive, -1));
    }
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF)
        return fail_stream(stream, input, error);
    return check_rest(
        input, (size_t)library->archive_filter_bytes(stream->archive, -1),
        error);
}

static bool unpack_archive(const struct compression *compression,
                           const struct input *input,
                           const struct output *output, struct error *error)
{
    const char *reason;
    struct stream stream = {.library = archive_library(&reason)};
    bool ok;

    if (!stream.library)
        return error_set(error, input->place,
                         "is %s, for which libarchive cannot be loaded: %s",
                         compression->name, reason);
    stream.archive = stream.library->archive_read_new();
    if (!stream.archive || !compression->add(&stream) ||
        stream.library->archive_read_support_format_empty(stream.archive) !=
            ARCHIVE_OK ||
        stream.library->archive_read_support_format_raw(stream.archive) !=
            ARCHIVE_OK)
        ok = error_set(error, input->place,
                       "is %s, which this libarchive cannot unpack",
                       compression->name);
    else
        ok = read_stream(&stream, input, output, error);
    stream.library->archive_read_free(stream.archive);
    return ok;
}

bool unpack(const char *bytes, size_t n, size_t limit, struct flow *unpacked,
            const struct place *place, struct error *error)
{
    const struct compression *compression = find(bytes, n);
    struct input input = {.bytes = bytes, .n = n, .place = place};
    struct output output = {unpacked, limit};

    if (!compression)
        BUG("unpack of bytes that are not packed");
    input.name = compression->name;
    if (n < compression->shortest)
        return fail(&input, "truncated", n, NULL, error);
    return compression->add
               ? unpack_archive(compression, &input, &output, error)
               : unpack_gzip(&input, &output, error);
}
