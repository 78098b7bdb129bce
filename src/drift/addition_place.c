/* SPDX-License-Identifier: Apache-2.0 */
/* Rows name places by text, in which keys may hold slashes; the fields themselves are certain. A row stands for more than the
 * field it came with: for the same place in the bodies of other endpoints of its operation, and, where an object is a map, for
 * the same place behind each of its keys. */
#include "drift/addition_inside.h"

#include "drift/alternatives.h"

/* ---- contents */

struct contents {
    const struct content *first;
    size_t count;
};

static struct slice status_of(struct slice location)
{
    slice_cut(&location, ':');
    return location;
}

static struct contents contents_at(const struct endpoint *endpoint, struct slice location)
{
    unsigned long long code;

    if (slice_eq(location, SLICE("request")))
        return (struct contents){ endpoint->requests, endpoint->request_count };
    if (!slice_to_u64(status_of(location), 999, &code))
        return (struct contents){ NULL, 0 };
    for (size_t i = 0; i < endpoint->response_count; i++) {
        if (endpoint->responses[i].status == code)
            return (struct contents){ endpoint->responses[i].contents, endpoint->responses[i].content_count };
    }
    return (struct contents){ NULL, 0 };
}

const struct content *place_media(const struct endpoint *endpoint, struct slice location,
                                  struct slice media_type)
{
    struct contents contents = contents_at(endpoint, location);

    for (size_t i = 0; i < contents.count; i++) {
        if (slice_eq(contents.first[i].media_type, media_type))
            return contents.first + i;
    }
    return NULL;
}

/* ---- the way down */

static size_t look_below(const struct field *root, const struct field *field,
                         const struct field *ret[PLACE_DEPTH], size_t depth)
{
    const struct field *below[] = { root->items, root->other }, *child;
    size_t cursor = 0, found = 0;

    if (depth == PLACE_DEPTH)
        return 0;
    ret[depth] = root;
    if (root == field)
        return depth + 1;
    while (!found && (child = schema_next(root, &cursor)))
        found = look_below(child, field, ret, depth + 1);
    for (size_t i = 0; !found && i < sizeof below / sizeof *below; i++)
        found = below[i] ? look_below(below[i], field, ret, depth + 1) : 0;
    return found;
}

bool place_of_row(const struct drift_row *row, struct body_place *ret)
{
    struct contents contents;

    *ret = (struct body_place){ .row = row };
    if (!row->endpoint || !row->field)
        return false;
    contents = contents_at(row->endpoint, row->location);
    for (size_t i = 0; i < contents.count && !ret->depth; i++) {
        const struct content *content = contents.first + i;

        ret->media_type = content->media_type;
        if (content->schema)
            ret->depth = look_below(schema_root(content->schema), row->field, ret->path, 0);
    }
    return ret->depth > 0;
}

void place_up(struct body_place *place)
{
    place->depth -= place->depth > 0;
}

/* ---- what is said on the way */

static void add_said(struct said *said, const struct contract_schema *schema)
{
    if (schema && said->count < CONTRACT_SAID_MOST)
        said->schemas[said->count++] = schema;
}

/* *ret_is_named: some schema names the key, rather than speak of all keys. */
static void said_of_member(const struct said *said, struct slice key, struct said *ret, bool *ret_is_named)
{
    ret->count = 0;
    *ret_is_named = false;
    for (size_t i = 0; i < said->count; i++) {
        struct contract_said member;

        contract_member(said->schemas[i], key, &member);
        *ret_is_named |= member.first != NULL;
        for (size_t j = 0; j < member.count; j++)
            add_said(ret, member.schemas[j]);
    }
}

static void said_of_items(const struct said *said, struct said *ret)
{
    struct alternatives promised;

    ret->count = 0;
    alternatives_of(said->schemas, said->count, &promised);
    for (size_t i = 0; i < promised.count; i++) {
        for (size_t j = 0; j < promised.at[i].count; j++) {
            const struct contract_schema *part = promised.at[i].parts[j];

            for (size_t k = 0; k < part->prefix_count; k++)
                add_said(ret, part->prefix_items[k]);
            add_said(ret, part->items);
        }
    }
}

static void said_of_body(const struct body_place *place, struct said *ret)
{
    const struct contract_operation *operation = place->row->operation;
    const struct contract_media *contents = operation->contents, *media;
    const struct contract_response *response;
    size_t count = operation->content_count;
    unsigned long long code;

    if (!slice_eq(place->row->location, SLICE("request"))) {
        bool is_status = slice_to_u64(status_of(place->row->location), 999, &code);

        response = is_status ? contract_response_for(operation, (unsigned)code) : NULL;
        contents = response ? response->contents : NULL;
        count = response ? response->content_count : 0;
    }
    media = contract_media_for(contents, count, place->media_type);
    ret->count = 0;
    add_said(ret, media ? media->schema : NULL);
}

/* In forms a name that repeats is no array of the schema's. */
static bool is_step_of_text(const struct body_place *place, size_t step)
{
    const struct content *content =
        place_media(place->row->endpoint, place->row->location, place->media_type);

    return place->path[step] == place->path[step - 1]->items && content && content->kind != CONTENT_JSON;
}

void place_said(const struct body_place *place, struct said *ret)
{
    struct said next;
    bool is_named;

    said_of_body(place, ret);
    for (size_t step = 1; step < place->depth && ret->count; step++) {
        if (is_step_of_text(place, step))
            continue;
        if (place->path[step] == place->path[step - 1]->items)
            said_of_items(ret, &next);
        else
            said_of_member(ret, place->path[step]->key, &next, &is_named);
        *ret = next;
    }
}

/* ---- all that a row stands for */

struct search {
    const struct body_place *place;
    place_sink *sink;
    void *context;
};

static void search_below(const struct search *search, const struct field *field, const struct said *said,
                         size_t step);

/* Behind every key that no schema names: one of them is as good as the other. */
static void search_members(const struct search *search, const struct field *field, const struct said *said,
                           size_t step)
{
    const struct field *child;
    struct said below;
    size_t cursor = 0;
    bool is_named;

    while ((child = schema_next(field, &cursor))) {
        said_of_member(said, child->key, &below, &is_named);
        if (!is_named)
            search_below(search, child, &below, step + 1);
    }
}

static void search_below(const struct search *search, const struct field *field, const struct said *said,
                         size_t step)
{
    const struct body_place *place = search->place;
    const struct field *next;
    struct said below;
    bool is_named;

    if (step == place->depth) {
        search->sink(search->context, field);
        return;
    }
    next = place->path[step];
    if (next == place->path[step - 1]->items) {
        said_of_items(said, &below);
        if (field->items)
            search_below(search, field->items, &below, step + 1);
        return;
    }
    said_of_member(said, next->key, &below, &is_named);
    if (!is_named && below.count) {
        search_members(search, field, said, step);
        return;
    }
    next = schema_find(field, next->key);
    if (next)
        search_below(search, next, &below, step + 1);
}

void place_each(const struct body_place *place, place_sink *sink, void *context)
{
    const struct drift_row *row = place->row;
    struct search search = { .place = place, .sink = sink, .context = context };
    struct said said;

    said_of_body(place, &said);
    for (size_t i = 0; i < row->endpoint_count; i++) {
        const struct content *content = place_media(row->endpoints[i], row->location, place->media_type);

        if (content && content->schema)
            search_below(&search, schema_root(content->schema), &said, 1);
    }
}
