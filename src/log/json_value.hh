#ifndef LOG_JSON_VALUE_HH
#define LOG_JSON_VALUE_HH

#include <simdjson.h>

#include <cstring>
#include <string_view>

#include "log/cell.h"
#include "log/json_scan.h"

/* From a value of simdjson's to a cell. All of it is inlined into the reader,
 * where it is called for every value of a log. */

namespace json_value
{

using simdjson::error_code;
using simdjson::ondemand::field;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

inline std::string_view trimmed(std::string_view token)
{
    size_t n = token.size();

    while (n && (token[n - 1] == ' ' || token[n - 1] == '\t' ||
                 token[n - 1] == '\n' || token[n - 1] == '\r'))
        n--;
    return token.substr(0, n);
}

/* The text of a string. Without escapes it stands in the source as it is; an
 * escape that is none (half a surrogate pair) leaves it as written. */
inline error_code read_string(value &from, std::string_view token,
                              struct cell *cell)
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

inline error_code read_nested(value &from, struct cell *cell)
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
inline error_code read_value(value &from, std::string_view token,
                             struct cell *cell)
{
    switch (token.empty() ? '\0' : token[0]) {
    case '"':
        return read_string(from, token, cell);
    case '{':
    case '[':
        return read_nested(from, cell);
    default:
        return json_bare_kind(token.data(), token.size(), &cell->kind)
                   ? simdjson::SUCCESS
                   : simdjson::NUMBER_ERROR;
    }
}

/* The key without its escapes. */
inline error_code read_key(field &member, std::string_view *key)
{
    const char *from = member.key().raw(), *to = from;

    while (*to != '"' && *to != '\\')
        to++;
    *key = std::string_view(from, static_cast<size_t>(to - from));
    return *to == '"' ? simdjson::SUCCESS : member.unescaped_key().get(*key);
}

} // namespace json_value

#endif
