/* SPDX-License-Identifier: Apache-2.0 */
/* Values outside of documented enums. Only what is a word of a vocabulary is written down: what may belong to somebody is not,
 * and neither are so many values that they are no vocabulary. */
#include "drift/addition_inside.h"

#include "base/byte.h"
#include "drift/alternatives.h"

#define VALUES_MOST 32 /* in one enum at once */
#define LENGTH_MOST 40

/* What is said about a place, whatever applies. */
struct said {
    const struct contract_schema *schemas[CONTRACT_SAID_MOST];
    size_t count;
};

static void add_said(struct said *said, const struct contract_schema *schema)
{
    if (schema && said->count < CONTRACT_SAID_MOST)
        said->schemas[said->count++] = schema;
}

/* ---- from evidence to what is said of it */

static void said_of_member(struct said *said, struct slice key)
{
    struct said below = { .count = 0 };

    for (size_t i = 0; i < said->count; i++) {
        struct contract_said member;

        contract_member(said->schemas[i], key, &member);
        for (size_t j = 0; j < member.count; j++)
            add_said(&below, member.schemas[j]);
    }
    *said = below;
}

static void said_of_items(struct said *said)
{
    struct said below = { .count = 0 };
    struct alternatives promised;

    alternatives_of(said->schemas, said->count, &promised);
    for (size_t i = 0; i < promised.count; i++) {
        for (size_t j = 0; j < promised.at[i].count; j++) {
            const struct contract_schema *part = promised.at[i].parts[j];

            for (size_t k = 0; k < part->prefix_count; k++)
                add_said(&below, part->prefix_items[k]);
            add_said(&below, part->items);
        }
    }
    *said = below;
}

static const struct contract_schema *body_schema(const struct drift_row *row, const struct content *content)
{
    const struct contract_operation *operation = row->operation;
    const struct contract_media *contents = operation->contents, *media;
    size_t count = operation->content_count;
    struct slice status = row->location;
    unsigned long long code;

    if (!slice_eq(row->location, SLICE("request"))) {
        const struct contract_response *response;

        slice_cut(&status, ':');
        response = slice_to_u64(status, 999, &code) ? contract_response_for(operation, (unsigned)code) : NULL;
        contents = response ? response->contents : NULL;
        count = response ? response->content_count : 0;
    }
    media = contract_media_for(contents, count, content->media_type);
    return media ? media->schema : NULL;
}

static void said_of_body(const struct drift_row *row, struct said *said)
{
    const struct content *content = place_content(row->endpoint, row->location, row->field);
    const struct field *path[PLACE_DEPTH];
    size_t count = content ? place_path(schema_root(content->schema), row->field, path) : 0;

    if (count)
        add_said(said, body_schema(row, content));
    for (size_t i = 1; i < count && said->count; i++) {
        if (path[i] == path[i - 1]->items && content->kind == CONTENT_JSON)
            said_of_items(said);
        else if (path[i] != path[i - 1]->items)
            said_of_member(said, path[i]->key);
    }
}

static char separator_of(const struct contract_parameter *parameter)
{
    if (parameter->style == CONTRACT_SPACE_DELIMITED)
        return ' ';
    if (parameter->style == CONTRACT_PIPE_DELIMITED)
        return '|';
    return parameter->explode && parameter->style == CONTRACT_FORM ? '\0' : ',';
}

/* *ret_separator: of lists in one value; 0: values are single. */
static void said_of_parameter(const struct drift_row *row, struct said *said, char *ret_separator)
{
    static const enum contract_place places[] = { CONTRACT_PATH, CONTRACT_QUERY, CONTRACT_HEADER,
                                                  CONTRACT_COOKIE };
    const struct contract_parameter *parameter = NULL;
    unsigned types;

    for (size_t i = 0; i < sizeof places / sizeof *places && !parameter; i++) {
        if (slice_eq(row->location, slice_of(contract_place_name(places[i]))))
            parameter = contract_parameter_find(row->operation, places[i], row->name);
    }
    if (!parameter)
        return;
    types = contract_types(parameter->schema);
    if (!(types & CONTRACT_ARRAY) || types & CONTRACT_STRING) {
        add_said(said, parameter->schema);
    } else {
        add_said(said, parameter->schema->items);
        *ret_separator = separator_of(parameter);
    }
}

/* ---- which enum */

static bool excludes(const struct contract_schema *part, struct slice text)
{
    if (!part->has_choices)
        return false;
    for (size_t i = 0; i < part->choice_count; i++) {
        const struct tree_node *choice = part->choices[i];

        if (choice->kind != TREE_SEQUENCE && choice->kind != TREE_MAPPING && slice_eq(choice->text, text))
            return false;
    }
    return true;
}

static bool is_outside(const struct alternatives *promised, unsigned types, struct slice text)
{
    bool any = false;

    for (size_t i = 0; i < promised->count; i++) {
        bool excluded = false;

        if (!(promised->at[i].types & types))
            continue;
        any = true;
        for (size_t j = 0; j < promised->at[i].count && !excluded; j++)
            excluded = excludes(promised->at[i].parts[j], text);
        if (!excluded)
            return false;
    }
    return any;
}

static bool can_grow(const struct contract_schema *part)
{
    const struct tree_node *list = part->node ? TREE_GET(part->node, "enum") : NULL;

    return !part->is_const && list && list->kind == TREE_SEQUENCE;
}

/* The first alternative for such values whose enums can all be added to. */
static const struct alternative *growing(const struct alternatives *promised, unsigned types)
{
    for (size_t i = 0; i < promised->count; i++) {
        const struct alternative *one = &promised->at[i];
        bool grows = (one->types & types) != 0;

        for (size_t j = 0; j < one->count; j++)
            grows = grows && (!one->parts[j]->has_choices || can_grow(one->parts[j]));
        if (grows)
            return one;
    }
    return NULL;
}

/* ---- values */

struct choosing {
    struct planning *planning;
    struct addition *addition;
    struct alternatives promised;
    unsigned types;
    bool is_number;
    size_t written;
};

static bool is_word(struct slice text)
{
    bool plain = text.len <= LENGTH_MOST &&
                 !(format_of(text) & (FORMAT_EMAIL | FORMAT_PHONE | FORMAT_UUID | FORMAT_IPV4 | FORMAT_IPV6));

    for (size_t i = 0; i < text.len && plain; i++)
        plain = byte_is_alphanumeric(text.at[i]) || memchr("_-./:+ ", text.at[i], 7);
    return plain;
}

static struct node *choice_node(const struct choosing *choosing, const struct contract_schema *part,
                                struct slice text)
{
    struct document *document = choosing->planning->document;
    bool has_numbers = part->choice_count && part->choices[0]->kind == TREE_NUMBER;
    bool is_negative = text.len > 1 && text.at[0] == '-';
    struct slice digits = is_negative ? slice_make(text.at + 1, text.len - 1) : text;
    unsigned long long value;

    if ((choosing->is_number || has_numbers) && slice_to_u64(digits, 1ull << 53, &value))
        return is_negative ? document_double(document, -(double)value) : document_unsigned(document, value);
    return document_text(document, text);
}

/* The same value of several operations is written once. */
static bool is_written(const struct choosing *choosing, const struct contract_schema *part, struct slice text)
{
    struct planning *planning = choosing->planning;
    struct slice key = arena_printf(planning->arena, "%p %.*s", (const void *)part->node, SLICE_ARG(text));

    if (!key.at || table_find(&planning->choices, key))
        return true;
    planning->failed |= !table_put(&planning->choices, key, planning);
    return false;
}

static void write_choice(struct choosing *choosing, const struct alternative *one, struct slice text)
{
    struct planning *planning = choosing->planning;

    for (size_t i = 0; i < one->count; i++) {
        const struct contract_schema *part = one->parts[i];
        struct spot schema = { .tree = part->node };

        if (!excludes(part, text) || is_written(choosing, part, text))
            continue;
        spot_add(planning, (struct spot){ .tree = TREE_GET(part->node, "enum") },
                 choice_node(choosing, part, text));
        stamp_list(planning, schema, "enum", choice_node(choosing, part, text));
    }
    choosing->written++;
}

static void choose(struct choosing *choosing, struct slice text)
{
    const struct alternative *one;

    if (!is_outside(&choosing->promised, choosing->types, text))
        return;
    one = growing(&choosing->promised, choosing->types);
    if (!is_word(text))
        planning_refuse(choosing->planning, choosing->addition,
                        "some of the values may belong to somebody and are not written down");
    else if (!one)
        planning_refuse(choosing->planning, choosing->addition,
                        "the document says it by const, which takes one value");
    else if (choosing->written == VALUES_MOST)
        planning_refuse(choosing->planning, choosing->addition,
                        "there are so many values that they are no enum");
    else
        write_choice(choosing, one, text);
}

static void choose_all(struct choosing *choosing, const struct values *values, char separator)
{
    if (values && values->sample.overflowed) {
        planning_refuse(choosing->planning, choosing->addition,
                        "there are so many values that they are no enum");
        return;
    }
    for (uint32_t i = 0; values && i < values->sample.count; i++) {
        const struct sample_entry *entry = &values->sample.entries[i];
        struct slice rest = slice_make(entry->text, entry->len);

        if (!entry->len || entry->len != entry->full_len)
            continue;
        if (!separator)
            choose(choosing, rest);
        while (separator && rest.len)
            choose(choosing, slice_cut(&rest, separator));
    }
}

/* The same place in what else stands for the operation; NULL when it was not seen there. */
static const struct field *field_of(const struct drift_row *row, const struct endpoint *endpoint,
                                    bool is_body)
{
    const struct field *path[PLACE_DEPTH];
    const struct content *content;
    size_t count;

    if (endpoint == row->endpoint)
        return row->field;
    for (size_t i = 0; !is_body && i < endpoint->parameter_count; i++) {
        if (endpoint->parameters[i].place != PLACE_PATH &&
            slice_eq(endpoint->parameters[i].name, row->field->key))
            return endpoint->parameters[i].field;
    }
    content = is_body ? place_content(row->endpoint, row->location, row->field) : NULL;
    count = content ? place_path(schema_root(content->schema), row->field, path) : 0;
    content = count ? place_media(endpoint, row->location, content->media_type) : NULL;
    return content && content->schema ? place_follow(schema_root(content->schema), path, count) : NULL;
}

static void choose_field(struct choosing *choosing, const struct field *field, bool is_body, char separator)
{
    choosing->is_number = false;
    choosing->types = is_body ? CONTRACT_STRING : CONTRACT_ANY_TYPE & ~(unsigned)CONTRACT_NULL;
    choose_all(choosing, field->values, separator);
    if (!is_body)
        return;
    if (field->values && field->values->empty)
        choose(choosing, SLICE(""));
    choosing->types = CONTRACT_INTEGER | CONTRACT_NUMBER;
    choosing->is_number = true;
    choose_all(choosing, field->numbers, '\0');
}

void addition_choice(struct planning *planning, struct addition *addition)
{
    const struct drift_row *row = addition->row;
    struct choosing choosing = { .planning = planning, .addition = addition };
    struct said said = { .count = 0 };
    char separator = '\0';
    bool is_body =
        slice_eq(row->location, SLICE("request")) || slice_starts_with(row->location, SLICE("response:"));

    if (row->endpoint && row->field && is_body)
        said_of_body(row, &said);
    else if (row->endpoint && row->field)
        said_of_parameter(row, &said, &separator);
    if (!said.count) {
        planning_refuse(planning, addition, "the enum cannot be found");
        return;
    }
    alternatives_of(said.schemas, said.count, &choosing.promised);
    for (size_t i = 0; i < row->endpoint_count; i++) {
        const struct field *field = field_of(row, row->endpoints[i], is_body);

        if (field)
            choose_field(&choosing, field, is_body, separator);
    }
    if (!choosing.written)
        planning_refuse(planning, addition, "none of the values can be written down");
}
