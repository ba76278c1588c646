#include "log/json_reader.h"

#include <cstring>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/memory.h"
#include "log/json_value.hh"

/* SOURCE_PADDING of base/source.h, which is no C++. */
static_assert(simdjson::SIMDJSON_PADDING <= 64,
              "a source has too few bytes behind its end for simdjson");

namespace
{

using namespace json_value;

enum { DEEPEST = 24 };

/* A key at which a wanted path goes on. */
struct edge {
    std::string key;
    size_t node;
};

/* A place in the tree of wanted paths. */
struct node {
    size_t leaf = SIZE_MAX; /* the path that ends here */
    std::vector<edge> edges;
};

/* Where the keys of a log's objects led last time: logs write the same keys in
 * the same order line after line, so that one comparison finds a key. */
struct guess {
    std::string key;
    size_t node; /* SIZE_MAX: nobody wants it */
};

} // namespace

struct json_paths {
    std::vector<node> nodes;
};

struct json_parser {
    simdjson::ondemand::parser parser;
    const json_paths *paths = nullptr;
    std::vector<std::vector<guess>> guesses; /* of each node */
    std::string path;                        /* while walking */
};

namespace
{

/* What every value needs to know while one text is read. */
struct reading {
    json_parser *parser;
    const json_paths *paths;
    const char *text;
    size_t offset;
    json_put *put;
    json_see *see;
    void *context;
};

struct cell begin_cell(const reading &reading, value &from,
                       std::string_view *token)
{
    struct cell cell;

    *token = trimmed(from.raw_json_token());
    cell.kind = CELL_NULL;
    cell.text = token->data();
    cell.n = token->size();
    cell.offset =
        reading.offset + static_cast<size_t>(token->data() - reading.text);
    return cell;
}

size_t find_edge(const node &at, std::string_view key)
{
    for (const edge &edge : at.edges)
        if (edge.key == key)
            return edge.node;
    return SIZE_MAX;
}

/* The node that a key leads to; `position` is that of the key in its object. */
size_t follow(const reading &reading, size_t at, size_t position,
              std::string_view key)
{
    std::vector<guess> &guesses = reading.parser->guesses[at];

    if (position < guesses.size() && guesses[position].key == key)
        return guesses[position].node;
    if (position >= guesses.size()) {
        if (position > 256)
            return find_edge(reading.paths->nodes[at], key);
        guesses.resize(position + 1);
    }
    guesses[position].key = key;
    guesses[position].node = find_edge(reading.paths->nodes[at], key);
    return guesses[position].node;
}

error_code read_object(const reading &reading, object &from, size_t at);

error_code read_member(const reading &reading, value from, size_t at)
{
    const node &node = reading.paths->nodes[at];
    std::string_view token;
    struct cell cell = begin_cell(reading, from, &token);
    error_code error = simdjson::SUCCESS;

    if (cell.text[0] == '{' && !node.edges.empty()) {
        object inner;

        if (node.leaf != SIZE_MAX) {
            cell.kind = CELL_NESTED;
            cell.n = 0;
            reading.put(reading.context, node.leaf, &cell);
        }
        error = from.get_object().get(inner);
        return error ? error : read_object(reading, inner, at);
    }
    if (node.leaf == SIZE_MAX)
        return error;
    error = read_value(from, token, &cell);
    if (!error)
        reading.put(reading.context, node.leaf, &cell);
    return error;
}

error_code read_object(const reading &reading, object &from, size_t at)
{
    size_t position = 0;

    for (auto member : from) {
        std::string_view key;
        field field;
        error_code error = std::move(member).get(field);
        size_t next;

        if (!error)
            error = read_key(field, &key);
        if (error)
            return error;
        next = follow(reading, at, position++, key);
        if (next != SIZE_MAX)
            error = read_member(reading, field.value(), next);
        if (error)
            return error;
    }
    return simdjson::SUCCESS;
}

error_code walk_object(const reading &reading, object &from, int depth);

error_code walk_member(const reading &reading, value from, int depth)
{
    std::string &path = reading.parser->path;
    std::string_view token;
    struct cell cell = begin_cell(reading, from, &token);
    error_code error;

    if (cell.text[0] == '{' && depth < DEEPEST) {
        object inner;

        cell.kind = CELL_NESTED;
        cell.n = 0;
        reading.see(reading.context, path.data(), path.size(), &cell);
        error = from.get_object().get(inner);
        return error ? error : walk_object(reading, inner, depth + 1);
    }
    error = read_value(from, token, &cell);
    if (!error)
        reading.see(reading.context, path.data(), path.size(), &cell);
    return error;
}

error_code walk_object(const reading &reading, object &from, int depth)
{
    std::string &path = reading.parser->path;
    size_t length = path.size();

    for (auto member : from) {
        std::string_view key;
        field field;
        error_code error = std::move(member).get(field);

        if (!error)
            error = read_key(field, &key);
        if (error)
            return error;
        if (length)
            path += '.';
        path += key;
        error = walk_member(reading, field.value(), depth);
        path.resize(length);
        if (error)
            return error;
    }
    return simdjson::SUCCESS;
}

enum json_result read_text(const reading &reading, const char *text, size_t n)
{
    simdjson::ondemand::document document;
    object object;
    error_code error;
    const char *rest;

    error = reading.parser->parser
                .iterate(simdjson::padded_string_view(
                    text, n, n + simdjson::SIMDJSON_PADDING))
                .get(document);
    if (error)
        return JSON_BAD;
    error = document.get_object().get(object);
    if (error)
        return error == simdjson::INCORRECT_TYPE ? JSON_NOT_OBJECT : JSON_BAD;
    error = reading.see ? walk_object(reading, object, 0)
                        : read_object(reading, object, 0);
    if (error)
        return JSON_BAD;
    return document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS
               ? JSON_FINE
               : JSON_MORE;
}

void prepare(json_parser *parser, const json_paths *paths)
{
    if (parser->paths == paths)
        return;
    parser->paths = paths;
    parser->guesses.assign(paths->nodes.size(), {});
}

size_t add_node(json_paths *paths)
{
    paths->nodes.emplace_back();
    return paths->nodes.size() - 1;
}

/* "a.b.c" may be a.b.c, "a.b".c, a."b.c" or "a.b.c" in the text: keys may hold
 * points. All of them lead to the same leaf. */
void add_path(json_paths *paths, size_t at, std::string_view path, size_t leaf)
{
    size_t point = 0;

    while (point != std::string_view::npos) {
        std::string_view key;
        size_t next;

        point = path.find('.', point);
        key = path.substr(0, point);
        next = find_edge(paths->nodes[at], key);
        if (next == SIZE_MAX) {
            next = add_node(paths);
            paths->nodes[at].edges.push_back({std::string(key), next});
        }
        if (point == std::string_view::npos)
            paths->nodes[next].leaf = leaf;
        else
            add_path(paths, next, path.substr(++point), leaf);
    }
}

} // namespace

extern "C" {

struct json_parser *json_parser_create(void)
{
    /* simdjson would take want of memory for a broken text. */
    std::set_new_handler(memory_exhausted);
    return new json_parser;
}

void json_parser_destroy(struct json_parser *parser)
{
    delete parser;
}

struct json_paths *json_paths_create(const char *const *paths, size_t n)
{
    json_paths *made = new json_paths;

    add_node(made);
    for (size_t i = 0; i < n; i++)
        if (paths[i])
            add_path(made, 0, paths[i], i);
    return made;
}

void json_paths_destroy(struct json_paths *paths)
{
    delete paths;
}

enum json_result json_walk(struct json_parser *parser, const char *text,
                           size_t n, size_t offset, json_see *see,
                           void *context)
{
    reading reading = {parser, nullptr, text, offset, nullptr, see, context};

    parser->path.clear();
    return read_text(reading, text, n);
}

enum json_result json_read(struct json_parser *parser,
                           const struct json_paths *paths, const char *text,
                           size_t n, size_t offset, json_put *put,
                           void *context)
{
    reading reading = {parser, paths, text, offset, put, nullptr, context};

    prepare(parser, paths);
    return read_text(reading, text, n);
}

struct json_step json_paths_follow(const struct json_paths *paths, size_t node,
                                   const char *key, size_t n)
{
    size_t next = find_edge(paths->nodes[node], std::string_view(key, n));

    if (next == SIZE_MAX)
        return {SIZE_MAX, SIZE_MAX, false};
    return {next, paths->nodes[next].leaf, !paths->nodes[next].edges.empty()};
}

bool json_unescape(struct json_parser *parser, const char **text, size_t *n)
{
    simdjson::ondemand::document document;
    std::string_view plain;

    if (parser->parser
            .iterate(simdjson::padded_string_view(
                *text - 1, *n + 2, *n + 2 + simdjson::SIMDJSON_PADDING))
            .get(document) ||
        document.get_string().get(plain))
        return false;
    *text = plain.data();
    *n = plain.size();
    return true;
}

bool json_is_utf8(const char *text, size_t n)
{
    return simdjson::validate_utf8(text, n);
}
}
