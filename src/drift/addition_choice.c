/* SPDX-License-Identifier: Apache-2.0 */
/* Values outside of documented enums. Only what is a word of a vocabulary is written down: what may belong to somebody is not,
 * and neither are so many values that they are no vocabulary. */
#include "drift/addition_inside.h"

#include "base/byte.h"
#include "drift/scalar.h"
#include "spec/sample_text.h"

#define VALUES_MOST 32 /* in one enum at once */

/* ---- parameters */

/* *ret_separator: of lists in one value; 0: values are single. */
static void said_of_parameter(const struct drift_row *row, struct said *ret, char *ret_separator)
{
    static const enum contract_place places[] = { CONTRACT_PATH, CONTRACT_QUERY, CONTRACT_HEADER,
                                                  CONTRACT_COOKIE };
    const struct contract_parameter *parameter = NULL;
    const struct contract_schema *schema;

    for (size_t i = 0; i < sizeof places / sizeof *places && !parameter; i++) {
        if (slice_eq(row->location, slice_of(contract_place_name(places[i]))))
            parameter = contract_parameter_find(row->operation, places[i], row->name);
    }
    if (!parameter)
        return;
    schema = parameter_value(parameter, ret_separator);
    if (schema)
        ret->schemas[ret->count++] = schema;
}

/* ---- which enum */

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

static void write_choice(struct choosing *choosing, const struct alternative *one, struct slice text)
{
    struct planning *planning = choosing->planning;

    for (size_t i = 0; i < one->count; i++) {
        const struct contract_schema *part = one->parts[i];
        struct spot schema = { .tree = part->node };

        /* The same value of several operations is written once. */
        if (!scalar_excluded(part, seen_text(text)) || !planning_is_first(planning, part->node, "enum", text))
            continue;
        spot_add(planning, (struct spot){ .tree = TREE_GET(part->node, "enum") },
                 choice_node(choosing, part, text));
        stamp_list(planning, schema, "enum", choice_node(choosing, part, text));
    }
    choosing->written++;
}

static void choose(struct choosing *choosing, struct seen_value value)
{
    const struct alternative *one;

    if (!scalar_is_outside(&choosing->promised, choosing->types, value))
        return;
    one = growing(&choosing->promised, choosing->types);
    if (value.masked || !sample_is_word(value.text))
        planning_refuse(choosing->planning, choosing->addition,
                        "some of the values may belong to somebody and are not written down");
    else if (!one)
        planning_refuse(choosing->planning, choosing->addition,
                        "the document says it by const, which takes one value");
    else if (choosing->written == VALUES_MOST)
        planning_refuse(choosing->planning, choosing->addition,
                        "there are so many values that they are no enum");
    else
        write_choice(choosing, one, value.text);
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

        if (!entry->full_len || !(entry->masked || sample_is_whole(entry)))
            continue;
        if (!separator)
            choose(choosing, seen_entry(entry));
        while (separator && rest.len && !entry->masked)
            choose(choosing, seen_text(slice_trim(slice_cut(&rest, separator))));
    }
}

static void choose_text(struct choosing *choosing, const struct field *field, char separator)
{
    choosing->is_number = false;
    choosing->types = CONTRACT_ANY_TYPE & ~(unsigned)CONTRACT_NULL;
    choose_all(choosing, field->values, separator);
}

/* Of a body; a place_sink. */
static void choose_field(void *context, const struct field *field)
{
    struct choosing *choosing = context;

    choosing->is_number = false;
    choosing->types = CONTRACT_STRING;
    choose_all(choosing, field->values, '\0');
    if (field->values && field->values->empty)
        choose(choosing, seen_text(SLICE("")));
    choosing->is_number = true;
    choosing->types = CONTRACT_INTEGER | CONTRACT_NUMBER;
    choose_all(choosing, field->numbers, '\0');
}

static void choose_parameter(struct choosing *choosing, const struct drift_row *row, char separator)
{
    choose_text(choosing, row->field, separator);
    for (size_t i = 0; i < row->endpoint_count; i++) {
        const struct endpoint *endpoint = row->endpoints[i];

        for (size_t j = 0; j < endpoint->parameter_count && endpoint != row->endpoint; j++) {
            const struct parameter *parameter = &endpoint->parameters[j];

            if (parameter->place != PLACE_PATH && slice_eq(parameter->name, row->field->key))
                choose_text(choosing, parameter->field, separator);
        }
    }
}

void addition_choice(struct planning *planning, struct addition *addition)
{
    const struct drift_row *row = addition->row;
    struct choosing choosing = { .planning = planning, .addition = addition };
    struct said said = { .count = 0 };
    struct body_place place;
    char separator = '\0';
    bool is_body = place_of_row(row, &place);

    if (is_body)
        place_said(&place, &said);
    else if (row->endpoint && row->field)
        said_of_parameter(row, &said, &separator);
    alternatives_of(said.schemas, said.count, &choosing.promised);
    if (is_body && said.count)
        place_each(&place, choose_field, &choosing);
    else if (said.count && row->field)
        choose_parameter(&choosing, row, separator);
    if (!said.count)
        planning_refuse(planning, addition, "the enum cannot be found");
    else if (!choosing.written)
        planning_refuse(planning, addition, "none of the values can be written down");
}
