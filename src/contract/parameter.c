/* SPDX-License-Identifier: Apache-2.0 */
/* Parameter and Header Objects (OpenAPI 3.1 4.8.12, 4.8.21; Swagger 2.0 "Parameter Object"). */
#include "contract/reading.h"

/* Above it, names are looked up rather than compared with each other. */
#define COMPARISONS_MOST 4096

static const char *const place_names[] = { "path", "query", "header", "cookie" };

const char *contract_place_name(enum contract_place place)
{
    return place_names[place];
}

static bool place_of(struct slice in, enum contract_place *ret)
{
    for (size_t i = 0; i < sizeof place_names / sizeof *place_names; i++) {
        if (slice_eq_nocase(in, slice_of(place_names[i]))) {
            *ret = (enum contract_place)i;
            return true;
        }
    }
    return false;
}

/* OpenAPI 3.1 4.8.12.3 */
static enum contract_style style_of(const struct tree_node *node, enum contract_place place)
{
    static const struct slice names[] = {
        [CONTRACT_SIMPLE] = SLICE_TEXT("simple"),
        [CONTRACT_LABEL] = SLICE_TEXT("label"),
        [CONTRACT_MATRIX] = SLICE_TEXT("matrix"),
        [CONTRACT_FORM] = SLICE_TEXT("form"),
        [CONTRACT_SPACE_DELIMITED] = SLICE_TEXT("spaceDelimited"),
        [CONTRACT_PIPE_DELIMITED] = SLICE_TEXT("pipeDelimited"),
        [CONTRACT_DEEP_OBJECT] = SLICE_TEXT("deepObject"),
    };
    struct slice style = tree_string(TREE_GET(node, "style"));

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (slice_eq(style, names[i]))
            return (enum contract_style)i;
    }
    return place == CONTRACT_PATH || place == CONTRACT_HEADER ? CONTRACT_SIMPLE : CONTRACT_FORM;
}

static void read_style(struct reading *reading, struct contract_parameter *parameter)
{
    const struct tree_node *explode = TREE_GET(parameter->node, "explode");

    if (reading->contract->format == CONTRACT_SWAGGER_20) {
        parameter->style = swagger_style(parameter->node, parameter->place, &parameter->explode);
        return;
    }
    parameter->style = style_of(parameter->node, parameter->place);
    parameter->explode =
        explode && explode->kind == TREE_BOOLEAN ? explode->is_true : parameter->style == CONTRACT_FORM;
}

/* In Swagger 2.0 the Parameter Object has the keywords of its schema itself. */
static void read_schema(struct reading *reading, struct contract_parameter *parameter)
{
    const struct tree_node *content = TREE_GET(parameter->node, "content"),
                           *schema = TREE_GET(parameter->node, "schema");

    parameter->schema = &reading_schema_any;
    if (reading->contract->format == CONTRACT_SWAGGER_20 && !schema) {
        parameter->schema = reading_schema(reading, parameter->node);
    } else if (content && content->kind == TREE_MAPPING && content->count) {
        parameter->media_type = reading_media_type(reading, content->members[0].key);
        parameter->schema = reading_schema(reading, TREE_GET(content->members[0].value, "schema"));
    } else {
        parameter->schema = reading_schema(reading, schema);
    }
}

/* node, name and place are set. */
static void read_rest(struct reading *reading, struct contract_parameter *parameter)
{
    const struct tree_node *node = parameter->node;

    parameter->required = tree_is_true(TREE_GET(node, "required"));
    parameter->deprecated = tree_is_true(TREE_GET(node, "deprecated"));
    parameter->allow_empty = tree_is_true(TREE_GET(node, "allowEmptyValue"));
    read_style(reading, parameter);
    read_schema(reading, parameter);
}

/* OpenAPI 3.1 4.8.12.2.1: definitions of these header fields "SHALL be ignored"; other parts of the document say it all. */
static bool is_ignored(const struct reading *reading, const struct contract_parameter *parameter)
{
    static const char *const names[] = { "accept", "content-type", "authorization" };

    return reading->contract->format != CONTRACT_SWAGGER_20 && parameter->place == CONTRACT_HEADER &&
           SLICE_AMONG_NOCASE(parameter->name, names);
}

/* Other objects than these (body, formData, what has no name) are none of ours. */
static bool read_parameter(struct reading *reading, const struct tree_node *listed, bool is_shared,
                           struct contract_parameter *ret)
{
    const struct tree_node *node = reference_follow(reading->set, listed);

    *ret = (struct contract_parameter){ .name = tree_string(TREE_GET(node, "name")),
                                        .node = node,
                                        .at = tree_position(listed),
                                        .is_shared = is_shared };
    if (!ret->name.len || !place_of(tree_string(TREE_GET(node, "in")), &ret->place) ||
        is_ignored(reading, ret))
        return false;
    read_rest(reading, ret);
    return true;
}

static bool is_same(const struct contract_parameter *a, const struct contract_parameter *b)
{
    if (a->place != b->place)
        return false;
    return a->place == CONTRACT_HEADER ? slice_eq_nocase(a->name, b->name) : slice_eq(a->name, b->name);
}

static size_t read_list(struct reading *reading, const struct tree_node *node, bool is_shared,
                        struct contract_parameter *ret)
{
    size_t count = 0;

    for (uint32_t i = 0; node && node->kind == TREE_SEQUENCE && i < node->count; i++)
        count += read_parameter(reading, node->elements[i], is_shared, &ret[count]);
    return count;
}

/* "q" and the name: the same for what is the same parameter. */
static struct slice key_of(struct reading *reading, const struct contract_parameter *parameter)
{
    struct slice name =
        parameter->place == CONTRACT_HEADER ? reading_lower(reading, parameter->name) : parameter->name;
    struct slice key =
        arena_printf(&reading->set->arena, "%c%.*s", "pqhc"[parameter->place], SLICE_ARG(name));

    reading->failed |= !key.at;
    return key;
}

/* Moves those of `shared` that `own` has not to the end of own; answers the sum. */
static size_t merge_many(struct reading *reading, struct contract_parameter *list, size_t own, size_t shared)
{
    struct table known;
    size_t count = own;

    table_init(&known, reading->set->account);
    for (size_t i = 0; i < own; i++)
        reading->failed |= !table_put(&known, key_of(reading, &list[i]), list);
    for (size_t i = own; i < own + shared; i++) {
        if (!table_find(&known, key_of(reading, &list[i])))
            list[count++] = list[i];
    }
    table_done(&known);
    return count;
}

static size_t merge_few(struct contract_parameter *list, size_t own, size_t shared)
{
    size_t count = own;

    for (size_t i = own; i < own + shared; i++) {
        size_t j = 0;

        while (j < own && !is_same(&list[j], &list[i]))
            j++;
        if (j == own)
            list[count++] = list[i];
    }
    return count;
}

/* OpenAPI 3.1 4.8.9: the operation's override the path item's of the same name and place. */
void reading_parameters(struct reading *reading, const struct tree_node *own, const struct tree_node *shared,
                        struct contract_operation *operation)
{
    size_t most = (own && own->kind == TREE_SEQUENCE ? own->count : 0) +
                  (shared && shared->kind == TREE_SEQUENCE ? shared->count : 0);
    struct contract_parameter *list = reading_get(reading, most, sizeof *list);
    size_t own_count, shared_count;

    if (!list)
        return;
    own_count = read_list(reading, own, false, list);
    shared_count = read_list(reading, shared, true, list + own_count);
    operation->parameter_count = own_count * shared_count > COMPARISONS_MOST
                                     ? merge_many(reading, list, own_count, shared_count)
                                     : merge_few(list, own_count, shared_count);
    operation->parameters = list;
}

/* Of a response; OpenAPI 3.1 4.8.17: Content-Type "SHALL be ignored". */
void reading_headers(struct reading *reading, const struct tree_node *node,
                     const struct contract_parameter **ret, size_t *ret_count)
{
    struct contract_parameter *list;
    size_t count = 0;

    if (!node || node->kind != TREE_MAPPING)
        return;
    list = reading_get(reading, node->count, sizeof *list);
    for (uint32_t i = 0; list && i < node->count; i++) {
        const struct tree_member *member = &node->members[i];
        const struct tree_node *header = reference_follow(reading->set, member->value);

        list[count] = (struct contract_parameter){ .name = member->key,
                                                   .place = CONTRACT_HEADER,
                                                   .node = header,
                                                   .at = tree_key_position(node, member) };
        if (!header || slice_eq_nocase(member->key, SLICE("content-type")))
            continue;
        read_rest(reading, &list[count++]);
    }
    *ret = list;
    *ret_count = count;
}
