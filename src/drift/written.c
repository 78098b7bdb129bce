/* SPDX-License-Identifier: Apache-2.0 */
/* Values written down in a parameter's place: /tags/north in a document, where /tags/{tag} is served. */
#include "drift/holding.h"

static const struct parameter *path_parameter_at(const struct endpoint *endpoint, size_t position)
{
    for (size_t i = 0; i < endpoint->parameter_count; i++)
        if (endpoint->parameters[i].place == PLACE_PATH && position-- == 0)
            return &endpoint->parameters[i];
    return NULL;
}

static bool is_documented_value(const struct parameter *parameter, struct slice text)
{
    for (size_t i = 0; parameter && i < parameter->documented_count; i++)
        if (slice_eq(parameter->documented[i], text))
            return true;
    return false;
}

/* Whether the documented template is the endpoint's with values of it in the place of parameters. */
static bool is_written_as_value(const struct endpoint *endpoint, struct slice documented,
                                struct slice *ret_value)
{
    struct slice observed = endpoint->path;
    size_t position = 0;

    *ret_value = (struct slice){ NULL, 0 };
    while (observed.len || documented.len) {
        struct slice seen = slice_cut(&observed, '/'), said = slice_cut(&documented, '/');
        bool is_parameter = seen.len && memchr(seen.at, '{', seen.len);

        if (!seen.len != !said.len)
            return false;
        if (is_parameter && !memchr(said.at, '{', said.len)) {
            if (!is_documented_value(path_parameter_at(endpoint, position), said))
                return false;
            *ret_value = said;
        } else if (!is_parameter && !slice_eq(seen, said)) {
            return false;
        }
        position += is_parameter;
    }
    return ret_value->len > 0;
}

static void value_row(struct holding *holding, const struct held *held, const struct endpoint *endpoint,
                      struct slice value)
{
    struct held_endpoint at = { holding, held, held->said[0], endpoint };
    struct drift_row *row = row_add_for(&at, DRIFT_PARAMETER_DOCUMENTED_AS_VALUE);

    row->location = SLICE("path");
    row->name = value;
    row->at = held->said[0]->path_at;
    row->documented = held->template;
    row->observed = endpoint->path;
    row->summary = row_printf(holding, "%.*s is one value of many: what is served is %.*s.", SLICE_ARG(value),
                              SLICE_ARG(endpoint->path));
    row->proposal = SLICE("Put a path parameter in its place.");
}

struct held *written_as_value(struct holding *holding, const struct endpoint *endpoint)
{
    struct held *first = NULL;
    struct slice value;

    for (size_t i = 0; i < holding->held_count; i++) {
        struct held *held = &holding->held[i];

        if (held->is_exact || !slice_eq(held->method, endpoint->method) ||
            !is_written_as_value(endpoint, held->template, &value))
            continue;
        value_row(holding, held, endpoint, value);
        held->is_value = true;
        first = first ? first : held;
    }
    return first;
}
