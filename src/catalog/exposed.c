/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/exposed.h"

#include "catalog/kept.h"

#include <stdlib.h>

#define PARENTS_MOST 8 /* names above a field that are looked at */
#define NEIGHBOURS_MOST 48
#define POINTER_MOST 300 /* longer ones end in "..." */
#define DEPTH_MOST 24

const char *exposed_place_name(enum exposed_place place)
{
    static const char *const names[EXPOSED_PLACES] = {
        [EXPOSED_PATH] = "path",
        [EXPOSED_QUERY] = "query",
        [EXPOSED_REQUEST_HEADER] = "request-header",
        [EXPOSED_COOKIE] = "cookie",
        [EXPOSED_REQUEST_BODY] = "request-body",
        [EXPOSED_RESPONSE_HEADER] = "response-header",
        [EXPOSED_RESPONSE_BODY] = "response-body",
    };
    return names[place];
}

struct exposing {
    const struct classifier *classifier;
    const struct endpoint *endpoint;
    struct arena *arena;
    struct exposed *rows;
    size_t count, room, fields;
    bool failed;
    struct exposed at;                    /* the place being walked: place, status, media type */
    struct support support;               /* of all that stands there */
    const struct field *shown;            /* inside a map: the map; else NULL */
    struct slice parents[DEPTH_MOST + 1]; /* outermost first */
    size_t depth;
    char pointer[POINTER_MOST];
    size_t pointer_len;
};

/* ---- one field ---- */

static bool has_scalars(const struct field *field)
{
    return field->types[TYPE_STRING] + field->types[TYPE_INTEGER] + field->types[TYPE_NUMBER] > 0;
}

static bool are_days(const struct values *values)
{
    return values && values->count > values->empty && values->possible & (FORMAT_DATE | FORMAT_DATE_TIME) &&
           values->possible != VALUES_ANY;
}

static void look_at(const struct field *field, struct slice name, struct field_look *ret)
{
    *ret = (struct field_look){
        .name = name,
        .strings = field->values ? &field->values->sample : NULL,
        .integers = field->numbers ? &field->numbers->sample : NULL,
        .string_count = field->types[TYPE_STRING],
        .integer_count = field->types[TYPE_INTEGER],
        .number_count = field->types[TYPE_NUMBER],
        .boolean_count = field->types[TYPE_BOOLEAN],
        .number_min = field->number_min,
        .number_max = field->number_max,
        .length_min = field->values ? field->values->length_min : 0,
        .length_max = field->values ? field->values->length_max : 0,
        .number_of_days = are_days(field->values),
    };
}

size_t exposed_field(const struct classifier *classifier, const struct field *field, struct slice name,
                     struct slice path, struct field_class ret[FIELD_CLASSES_MOST])
{
    struct field_look look;

    if (!has_scalars(field))
        return 0;
    look_at(field, name, &look);
    look.path = path;
    return sensitive_decide(classifier, &look, ret);
}

/* ---- examples ---- */

static struct slice example_of(const struct sample *sample, uint64_t mark, struct arena *arena)
{
    for (uint32_t i = 0; i < sample->count; i++) {
        const struct sample_entry *entry = &sample->entries[i];
        char mask[MASK_MOST];
        struct slice text = sample_text(entry);

        if (text.len == 0 || (mark && !(entry->marks & mark)))
            continue;
        if (!entry->masked)
            text = slice_make(mask, mask_write(text, mask));
        if (!slice_eq(text, SLICE("***")))
            return arena_copy(arena, text);
    }
    return (struct slice){ NULL, 0 };
}

static struct slice example_for(const struct field *field, const struct exposed *row, struct arena *arena)
{
    uint64_t mark = row->class.matched ? CLASS_BIT(row->class.class) : 0;
    struct slice example = { NULL, 0 };

    if (row->row->shows_nothing)
        return example;
    if (field->values)
        example = example_of(&field->values->sample, mark, arena);
    if (!example.len && field->numbers)
        example = example_of(&field->numbers->sample, mark, arena);
    return example;
}

/* ---- rows ---- */

static struct exposed *row_add(struct exposing *with)
{
    if (with->count == with->room) {
        size_t room = with->room ? with->room * 2 : 16;
        struct exposed *grown = arena_get_array(with->arena, room, sizeof *grown);

        if (!grown) {
            with->failed = true;
            return NULL;
        }
        if (with->rows)
            memcpy(grown, with->rows, with->count * sizeof *grown);
        with->rows = grown;
        with->room = room;
    }
    return &with->rows[with->count++];
}

static void add_classes(struct exposing *with, const struct field *field, const struct field_look *look,
                        struct slice pointer)
{
    struct field_class classes[FIELD_CLASSES_MOST];
    size_t count = sensitive_decide(with->classifier, look, classes);
    struct slice kept = { NULL, 0 };

    for (size_t i = 0; i < count; i++) {
        const struct data_class_row *class = classifier_row(with->classifier, classes[i].class);
        struct exposed *row = class ? row_add(with) : NULL;

        if (!row)
            continue;
        if (!kept.at)
            kept = arena_copy(with->arena, pointer);
        *row = with->at;
        row->pointer = kept;
        row->class = classes[i];
        row->row = class;
        row->field = with->shown ? with->shown : field;
        row->support = with->support;
        if (field->present < row->support.count)
            row->support.count = field->present;
        row->example = example_for(field, row, with->arena);
    }
}

/* ---- bodies ---- */

static size_t neighbours_of(const struct field *object, const struct field *self,
                            struct slice ret[NEIGHBOURS_MOST])
{
    const struct field *member;
    size_t cursor = 0, count = 0;

    while (count < NEIGHBOURS_MOST && (member = schema_next(object, &cursor)))
        if (member != self)
            ret[count++] = member->key;
    return count;
}

/* object: what the field is a member of; NULL: nothing. */
static void tell_field(struct exposing *with, const struct field *field, const struct field *object,
                       struct slice name)
{
    struct slice parents[PARENTS_MOST], neighbours[NEIGHBOURS_MOST];
    struct field_look look;

    look_at(field, name, &look);
    while (look.parent_count < PARENTS_MOST && look.parent_count < with->depth) {
        parents[look.parent_count] = with->parents[with->depth - 1 - look.parent_count];
        look.parent_count++;
    }
    look.parents = parents;
    look.neighbours = neighbours;
    look.neighbour_count = object ? neighbours_of(object, field, neighbours) : 0;
    look.path = with->endpoint->path;
    add_classes(with, field, &look, slice_make(with->pointer, with->pointer_len));
}

static size_t pointer_add(struct exposing *with, struct slice step)
{
    size_t before = with->pointer_len, room = sizeof with->pointer - before;

    if (step.len + 1 > room)
        step = SLICE("...");
    if (step.len + 1 <= room) {
        with->pointer[with->pointer_len++] = '/';
        memcpy(with->pointer + with->pointer_len, step.at, step.len);
        with->pointer_len += step.len;
    }
    return before;
}

static void walk(struct exposing *with, const struct field *field, const struct field *object,
                 struct slice name);

/* What all members of a map look like; their keys say nothing about them. */
static void walk_map(struct exposing *with, const struct field *map, struct slice name)
{
    struct schema *values = schema_map_values(map, with->arena->account);
    const struct field *outer = with->shown;
    size_t before;

    if (!values) {
        with->failed = true;
        return;
    }
    if (!outer)
        with->shown = map;
    before = pointer_add(with, SLICE("*"));
    walk(with, schema_root(values), NULL, name);
    with->pointer_len = before;
    with->shown = outer;
    schema_free(values, with->arena->account);
}

static void walk_members(struct exposing *with, const struct field *object, struct slice name)
{
    const struct field *member;
    size_t cursor = 0;

    with->parents[with->depth++] = name;
    while ((member = schema_next(object, &cursor))) {
        size_t before = pointer_add(with, member->key);

        walk(with, member, object, member->key);
        with->pointer_len = before;
    }
    with->depth--;
}

static void walk(struct exposing *with, const struct field *field, const struct field *object,
                 struct slice name)
{
    if (with->fields >= EXPOSED_FIELDS || with->failed)
        return;
    with->fields++;
    if (has_scalars(field))
        tell_field(with, field, object, name);
    if (with->depth >= DEPTH_MOST)
        return;
    if (field->items) {
        size_t before = pointer_add(with, SLICE("[]"));

        walk(with, field->items, object, name);
        with->pointer_len = before;
    }
    if (field->children || field->other) {
        if (field_is_map(field))
            walk_map(with, field, name);
        else
            walk_members(with, field, name);
    }
}

static void walk_contents(struct exposing *with, enum exposed_place place, uint16_t status,
                          const struct content *contents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!contents[i].schema)
            continue;
        with->at = (struct exposed){ .place = place, .status = status, .media_type = contents[i].media_type };
        with->support = contents[i].support;
        with->pointer_len = with->depth = 0;
        walk(with, schema_root(contents[i].schema), NULL, slice_make(NULL, 0));
    }
}

/* ---- parameters ---- */

static void tell_parameter(struct exposing *with, const struct parameter *parameters, size_t count,
                           size_t index)
{
    const struct parameter *parameter = &parameters[index];
    struct slice neighbours[NEIGHBOURS_MOST];
    struct field_look look;

    if (!has_scalars(parameter->field) || with->fields++ >= EXPOSED_FIELDS)
        return;
    look_at(parameter->field, parameter->name, &look);
    for (size_t i = 0; i < count && look.neighbour_count < NEIGHBOURS_MOST; i++)
        if (i != index && parameters[i].place == parameter->place)
            neighbours[look.neighbour_count++] = parameters[i].name;
    look.neighbours = neighbours;
    look.path = with->endpoint->path;
    with->support = parameter->support;
    add_classes(with, parameter->field, &look, parameter->name);
}

static void tell_parameters(struct exposing *with)
{
    static const enum exposed_place places[] = {
        [PLACE_PATH] = EXPOSED_PATH,
        [PLACE_QUERY] = EXPOSED_QUERY,
        [PLACE_HEADER] = EXPOSED_REQUEST_HEADER,
        [PLACE_COOKIE] = EXPOSED_COOKIE,
    };
    const struct endpoint *endpoint = with->endpoint;

    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        with->at = (struct exposed){ .place = places[endpoint->parameters[i].place] };
        tell_parameter(with, endpoint->parameters, endpoint->parameter_count, i);
    }
}

/* RFC 9110 5.6.7, RFC 8594, RFC 9745: moments of the service, whatever they look like. */
static bool is_moment(struct slice name)
{
    static const char *const moments[] = { "sunset",        "deprecation", "retry-after",
                                           "last-modified", "expires",     "date" };

    return SLICE_AMONG_NOCASE(name, moments);
}

static void tell_response(struct exposing *with, const struct response *response)
{
    for (size_t i = 0; i < response->header_count; i++) {
        if (is_moment(response->headers[i].name))
            continue;
        with->at = (struct exposed){ .place = EXPOSED_RESPONSE_HEADER, .status = response->status };
        tell_parameter(with, response->headers, response->header_count, i);
    }
    walk_contents(with, EXPOSED_RESPONSE_BODY, response->status, response->contents, response->content_count);
}

/* ---- order ---- */

static int order_places(const void *a, const void *b)
{
    const struct exposed *left = a, *right = b;
    int order;

    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    if (left->status != right->status)
        return left->status < right->status ? -1 : 1;
    order = slice_compare(left->media_type, right->media_type);
    if (order == 0)
        order = slice_compare(left->pointer, right->pointer);
    if (order)
        return order;
    if (left->class.confidence < right->class.confidence || left->class.confidence > right->class.confidence)
        return left->class.confidence > right->class.confidence ? -1 : 1;
    return left->class.class < right->class.class ? -1 : left->class.class > right->class.class;
}

/* The worst first. */
static int order_severities(const void *a, const void *b)
{
    const struct exposed *left = a, *right = b;

    if (left->row->severity != right->row->severity)
        return left->row->severity > right->row->severity ? -1 : 1;
    return order_places(a, b);
}

size_t exposed_find(const struct classifier *classifier, const struct endpoint *endpoint, struct arena *arena,
                    const struct exposed **ret)
{
    struct exposing *with = arena_get_array(arena, 1, sizeof *with);

    *ret = NULL;
    if (!with)
        return 0;
    with->classifier = classifier;
    with->endpoint = endpoint;
    with->arena = arena;
    tell_parameters(with);
    walk_contents(with, EXPOSED_REQUEST_BODY, 0, endpoint->requests, endpoint->request_count);
    for (size_t i = 0; i < endpoint->response_count; i++)
        tell_response(with, &endpoint->responses[i]);
    if (with->failed)
        return 0;
    if (with->count > EXPOSED_MOST) {
        qsort(with->rows, with->count, sizeof *with->rows, order_severities);
        with->count = EXPOSED_MOST;
    }
    if (with->count)
        qsort(with->rows, with->count, sizeof *with->rows, order_places);
    *ret = with->rows;
    return with->count;
}

double exposed_confidence(const struct exposed *row)
{
    return (double)(int)(row->class.confidence * 100) / 100;
}

static int order_classes(const void *a, const void *b)
{
    const struct data_class_row *left = *(const struct data_class_row *const *)a,
                                *right = *(const struct data_class_row *const *)b;

    if (left->severity != right->severity)
        return left->severity > right->severity ? -1 : 1;
    return strcmp(left->name, right->name);
}

size_t exposed_classes(const struct exposed *rows, size_t count,
                       const struct data_class_row *ret[DATA_CLASSES])
{
    size_t classes = 0;

    for (size_t i = 0; i < count; i++) {
        size_t known = 0;

        while (known < classes && ret[known] != rows[i].row)
            known++;
        if (known == classes && classes < DATA_CLASSES)
            ret[classes++] = rows[i].row;
    }
    if (classes)
        qsort(ret, classes, sizeof(const struct data_class_row *), order_classes);
    return classes;
}
