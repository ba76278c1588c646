#include "log/json_reader.h"

#include <simdjson.h>

#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/* SOURCE_PADDING of base/source.h, which is no C++. */
static_assert(simdjson::SIMDJSON_PADDING <= 64,
              "a source has too few bytes behind its end for simdjson");

namespace
{

using simdjson::error_code;
using simdjson::ondemand::field;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

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

std::string_view trimmed(std::string_view token)
{
    size_t n = token.size();

    while (n && (token[n - 1] == ' ' || token[n - 1] == '\t' ||
                 token[n - 1] == '\n' || token[n - 1] == '\r'))
        n--;
    return token.substr(0, n);
}

bool is_nothing(std::string_view token)
{
    for (const char *word : {"null", "NaN", "nan", "Infinity", "-Infinity",
                             "-NaN", "inf", "-inf", "None", "undefined"})
        if (token == word)
            return true;
    return false;
}

/* The text of a string. Without escapes it stands in the source as it is; an
 * escape that is none (half a surrogate pair) leaves it as written. */
error_code read_string(value &from, std::string_view token, struct cell *cell)
{
    std::string_view text;

    if (token.size() < 2 || token.back() != '"')
        return simdjson::STRING_ERROR;
    cell->kind = CELL_TEXT;
    cell->text = token.data() + 1;
    cell->n = token.size() - 2;
    if (std::memchr(cell->text, '\\', cell->n) &&
        !from.get_string().get(text)) {
        cell->text = text.data();
        cell->n = text.size();
    }
    return simdjson::SUCCESS;
}

error_code read_nested(value &from, struct cell *cell)
{
    std::string_view raw;
    error_code error;

    if (cell->text[0] == '[') {
        simdjson::ondemand::array array;

        error = from.get_array().get(array);
        if (!error)
            error = array.raw_json().get(raw);
    } else {
        object inner;

        error = from.get_object().get(inner);
        if (!error)
            error = inner.raw_json().get(raw);
    }
    cell->kind = CELL_NESTED;
    cell->text = raw.data();
    cell->n = raw.size();
    return error;
}

/* The value as a cell; objects and arrays as written. */
error_code read_value(value &from, std::string_view token, struct cell *cell)
{
    switch (token.empty() ? '\0' : token[0]) {
    case '"':
        return read_string(from, token, cell);
    case '{':
    case '[':
        return read_nested(from, cell);
    case 't':
    case 'f':
        cell->kind = CELL_FLAG;
        return token == "true" || token == "false" ? simdjson::SUCCESS
                                                   : simdjson::T_ATOM_ERROR;
    default:
        break;
    }
    if (is_nothing(token)) {
        cell->kind = CELL_NULL;
        return simdjson::SUCCESS;
    }
    cell->kind = CELL_NUMBER;
    return token[0] == '-' || (token[0] >= '0' && token[0] <= '9')
               ? simdjson::SUCCESS
               : simdjson::NUMBER_ERROR;
}

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

/* The key without its escapes. */
error_code read_key(field &member, std::string_view *key)
{
    const char *from = member.key().raw(), *to = from;

    while (*to != '"' && *to != '\\')
        to++;
    *key = std::string_view(from, static_cast<size_t>(to - from));
    return *to == '"' ? simdjson::SUCCESS : member.unescaped_key().get(*key);
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

    if (parser->paths != paths) {
        parser->paths = paths;
        parser->guesses.assign(paths->nodes.size(), {});
    }
    return read_text(reading, text, n);
}
}
