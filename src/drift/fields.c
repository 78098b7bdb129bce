/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/fields.h"

#define REQUIRED_MOST 256

struct walk {
    const struct held_endpoint *at;
    const struct content *content;
    struct slice location;
    bool is_request, is_text;
    bool
        may_miss; /* the evidence is of accepted requests only, or of responses: what is left out may be said */
};

/* One place of the body, and everything the document says about it. */
struct field_place {
    const struct field *field;
    struct slice pointer;
    const struct contract_schema *schemas[CONTRACT_SAID_MOST];
    size_t count;
    struct position position; /* of what names it */
};

/* ---- rows ---- */

static struct scalar_place scalar_place_of(const struct walk *walk, const struct field_place *place)
{
    return (struct scalar_place){
        .at = walk->at,
        .location = walk->location,
        .name = place->pointer,
        .position = place->position,
        .field = place->field,
        .is_text = walk->is_text,
    };
}

static struct drift_row *field_row(const struct walk *walk, const struct field_place *place,
                                   enum drift_kind kind)
{
    struct scalar_place scalar = scalar_place_of(walk, place);
    struct drift_row *row = scalar_row(&scalar, kind);

    row->content = walk->content;
    row->support.first = walk->content->support.first;
    row->support.last = walk->content->support.last;
    return row;
}

/* ---- types ---- */

static const struct {
    enum schema_type type;
    unsigned bit;
    const char *name;
} types[] = {
    { TYPE_BOOLEAN, CONTRACT_BOOLEAN, "boolean" }, { TYPE_INTEGER, CONTRACT_INTEGER, "integer" },
    { TYPE_NUMBER, CONTRACT_NUMBER, "number" },    { TYPE_STRING, CONTRACT_STRING, "string" },
    { TYPE_OBJECT, CONTRACT_OBJECT, "object" },    { TYPE_ARRAY, CONTRACT_ARRAY, "array" },
};

/* What cannot be a number as text has it: in forms everything is text. */
static bool text_type_fits(const struct field *field, unsigned allowed)
{
    if (allowed & (CONTRACT_STRING | CONTRACT_OBJECT | CONTRACT_ARRAY) || !field->values ||
        field->values->possible == VALUES_ANY)
        return true;
    return scalar_text_fits(field->values, allowed);
}

/* Answers how many values have a type that no alternative allows. */
static uint64_t count_wrong(const struct walk *walk, const struct field *field, unsigned allowed,
                            const char **ret_name)
{
    uint64_t wrong = 0, most = 0;

    if (walk->is_text) {
        *ret_name = "string";
        return text_type_fits(field, allowed) ? 0 : field->present;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        uint64_t count = field->types[types[i].type];

        if (count == 0 || allowed & types[i].bit)
            continue;
        wrong += count;
        if (count > most) {
            most = count;
            *ret_name = types[i].name;
        }
    }
    return wrong;
}

static uint64_t count_values(const struct field *field)
{
    uint64_t count = 0;

    for (int type = 0; type < TYPES; type++)
        count += field->types[type];
    return count;
}

static void type_row(const struct walk *walk, const struct field_place *place,
                     const struct alternatives *promised, uint64_t wrong, const char *name)
{
    struct drift_row *row = field_row(walk, place, DRIFT_TYPE_MISMATCH);

    row->documented = alternatives_say(promised, walk->at->holding->arena);
    row->observed = slice_of(name);
    row->support.count = wrong;
    row->of = count_values(place->field);
    row->summary =
        row_printf(walk->at->holding, "Documented as %.*s, seen as %s.", SLICE_ARG(row->documented), name);
    row->proposal = row_printf(walk->at->holding, "Change the type to %s, or mend the service.", name);
}

static void null_row(const struct walk *walk, const struct field_place *place)
{
    struct drift_row *row = field_row(walk, place, DRIFT_NULL_NOT_ALLOWED);

    row->support.count = place->field->types[TYPE_NULL];
    row->of = count_values(place->field);
    row->observed = SLICE("null");
    row->summary = row_printf(walk->at->holding, "Null in %llu of %llu values.",
                              (unsigned long long)row->support.count, (unsigned long long)row->of);
    row->proposal = SLICE("Allow null in the document, or leave the field out in the service.");
}

/* false when the type is so wrong that there is no sense in looking deeper. */
static bool compare_types(const struct walk *walk, const struct field_place *place,
                          const struct alternatives *promised)
{
    unsigned allowed = alternatives_types(promised);
    const char *name = "";
    uint64_t wrong;

    if (!promised->has_types || allowed == CONTRACT_ANY_TYPE)
        return true;
    wrong = count_wrong(walk, place->field, allowed, &name);
    if (wrong)
        type_row(walk, place, promised, wrong, name);
    if (place->field->types[TYPE_NULL] && !(allowed & CONTRACT_NULL))
        null_row(walk, place);
    return wrong == 0;
}

/* ---- objects ---- */

static void walk_place(const struct walk *walk, const struct field_place *place);

/* What all that may apply says of a member; false: nothing may be concluded. */
static bool said_of(const struct field_place *place, struct slice name, struct field_place *ret,
                    bool *ret_named, bool *ret_open)
{
    *ret_named = *ret_open = false;
    ret->count = 0;
    for (size_t i = 0; i < place->count; i++) {
        struct contract_said said;

        contract_member(place->schemas[i], name, &said);
        if (said.is_unknown)
            return false;
        *ret_open |= said.is_open;
        *ret_named |= said.first != NULL || (said.count > 0 && !said.is_open);
        if (said.first && ret->count == 0)
            ret->position = said.first->at;
        for (size_t j = 0; j < said.count; j++) {
            if (ret->count == CONTRACT_SAID_MOST)
                return false;
            ret->schemas[ret->count++] = said.schemas[j];
        }
    }
    return true;
}

static void undocumented_field(const struct walk *walk, const struct field_place *parent,
                               const struct field_place *member)
{
    struct drift_row *row =
        field_row(walk, member,
                  walk->is_request ? DRIFT_UNDOCUMENTED_REQUEST_FIELD : DRIFT_UNDOCUMENTED_RESPONSE_FIELD);

    row->at = parent->position;
    row->is_place_to_add = true;
    row->object = parent->schemas[0];
    if (row->object->node)
        row->at = row->object->at;
    row->of = walk->is_text ? walk->content->support.count : parent->field->types[TYPE_OBJECT];
    row->summary = row_printf(walk->at->holding, "In %llu of %llu objects.",
                              (unsigned long long)row->support.count, (unsigned long long)row->of);
    row->proposal =
        walk->is_request ? SLICE("Document it, or refuse it.") : SLICE("Document it, or stop sending it.");
    row_examples(walk->at->holding, row, member->field->values);
}

static struct slice child_pointer(const struct walk *walk, struct slice pointer, struct slice key)
{
    return arena_printf(walk->at->holding->arena, "%.*s/%.*s", SLICE_ARG(pointer), SLICE_ARG(key));
}

/* Forms send objects and lists in pieces, as queries do: price[amount], tags[]. */
static bool is_piece(const struct walk *walk, const struct field_place *parent, struct slice key)
{
    struct slice stem = name_stem(key);
    struct field_place whole = { .field = NULL };
    bool named, open;

    return walk->is_text && stem.len < key.len && (!said_of(parent, stem, &whole, &named, &open) || named);
}

/* How many objects have the member, whole or in pieces. */
static uint64_t count_present(const struct walk *walk, const struct field *object, struct slice name)
{
    const struct field *member = schema_find(object, name);
    uint64_t count = member ? member->present : 0;
    size_t cursor = 0;

    while (walk->is_text && (member = schema_next(object, &cursor)))
        if (member->key.len > name.len && slice_eq(name_stem(member->key), name))
            count += member->present;
    return count;
}

/* The row just added is about all members of the object. */
static bool name_data(const struct walk *walk, const struct field_place *parent)
{
    struct holding *holding = walk->at->holding;
    struct drift_row *row = holding->row_count ? &holding->rows[holding->row_count - 1] : &holding->spare;

    row->support.count = row->of = parent->field->types[TYPE_OBJECT];
    row->summary = SLICE("Members whose names are data, of which no document says that they may be there.");
    row->proposal = SLICE("Document what they hold with `additionalProperties`.");
    return true;
}

/* `told`: the names of the object's members are data, and one row says it of all; NULL: they are names. */
static void walk_member(const struct walk *walk, const struct field_place *parent, const struct field *field,
                        bool *told)
{
    struct field_place member = { .field = field, .position = parent->position };
    bool named, open;

    if (is_piece(walk, parent, field->key))
        return;
    if (!said_of(parent, field->key, &member, &named, &open))
        return;
    if (!named && !open) {
        if (told && *told)
            return;
        member.pointer = child_pointer(walk, parent->pointer, told ? SLICE("*") : field->key);
        undocumented_field(walk, parent, &member);
        if (told)
            *told = name_data(walk, parent);
        return;
    }
    member.pointer = child_pointer(walk, parent->pointer, named ? field->key : SLICE("*"));
    if (member.count)
        walk_place(walk, &member);
}

static void missing_field(const struct walk *walk, const struct field_place *parent,
                          const struct contract_property *property, struct slice name, uint64_t present)
{
    struct field_place place = { .field = parent->field,
                                 .pointer = child_pointer(walk, parent->pointer, name),
                                 .position = property ? property->at : parent->position };
    struct drift_row *row = field_row(walk, &place, DRIFT_MISSING_REQUIRED_FIELD);

    row->of = parent->field->types[TYPE_OBJECT];
    row->support.count = row->of - present;
    row->documented = SLICE("required");
    row->observed = SLICE("left out");
    row->summary = row_printf(walk->at->holding, "Left out in %llu of %llu objects.",
                              (unsigned long long)row->support.count, (unsigned long long)row->of);
    row->proposal = SLICE("Take it from `required`, or always send it.");
}

static bool is_of_other_side(const struct walk *walk, const struct contract_property *property)
{
    return property && (walk->is_request ? property->schema->read_only : property->schema->write_only);
}

/* Required: whatever alternative applies, in everything that is said about the place. */
static void compare_required(const struct walk *walk, const struct field_place *place)
{
    const struct contract_property *properties[REQUIRED_MOST];
    struct slice names[REQUIRED_MOST];
    size_t count = contract_required(place->schemas[0], properties, names, REQUIRED_MOST);

    for (size_t i = 0; i < count; i++) {
        uint64_t present = count_present(walk, place->field, names[i]);
        bool everywhere = properties[i] != NULL; /* a name that is required and never described is a slip */

        for (size_t j = 1; j < place->count && everywhere; j++) {
            struct contract_said said;

            contract_member(place->schemas[j], names[i], &said);
            everywhere = said.is_required;
        }
        if (everywhere && present < place->field->types[TYPE_OBJECT] &&
            !is_of_other_side(walk, properties[i]))
            missing_field(walk, place, properties[i], names[i], present);
    }
}

struct absence {
    const struct walk *walk;
    const struct field_place *place;
};

static void unobserved_field(void *context, const struct contract_property *property, bool is_required)
{
    const struct absence *absence = context;
    const struct walk *walk = absence->walk;
    struct field_place place = { .field = absence->place->field, .position = property->at };
    struct drift_row *row;

    if (is_required || is_of_other_side(walk, property) ||
        count_present(walk, absence->place->field, property->name))
        return;
    place.pointer = child_pointer(walk, absence->place->pointer, property->name);
    row = field_row(walk, &place, DRIFT_UNOBSERVED_FIELD);
    row->of = absence->place->field->types[TYPE_OBJECT];
    row->support = (struct support){ 0 };
    row->summary = row_printf(walk->at->holding, "Not once in %llu objects.", (unsigned long long)row->of);
    row->proposal = SLICE("Remove it if it is dead.");
}

static void compare_object(const struct walk *walk, const struct field_place *place)
{
    struct absence absence = { walk, place };
    const struct support *support = &walk->content->support;
    const struct field *member;
    bool is_map = field_is_map(place->field), told = false;
    size_t cursor = 0;

    while ((member = schema_next(place->field, &cursor)))
        walk_member(walk, place, member, is_map ? &told : NULL);
    if (walk->may_miss)
        compare_required(walk, place);
    if (place->count == 1 && place->field->types[TYPE_OBJECT] >= HOLDING_NEVER_LEAST &&
        support->last - support->first >= HOLDING_NEVER_TIME)
        contract_properties(place->schemas[0], unobserved_field, &absence);
}

/* ---- arrays ---- */

static void add_items(struct field_place *ret, const struct contract_schema *schema)
{
    for (size_t i = 0; i < schema->prefix_count && ret->count < CONTRACT_SAID_MOST; i++)
        ret->schemas[ret->count++] = schema->prefix_items[i];
    if (schema->items && ret->count < CONTRACT_SAID_MOST)
        ret->schemas[ret->count++] = schema->items;
}

static void compare_array(const struct walk *walk, const struct field_place *place,
                          const struct alternatives *promised)
{
    struct field_place items = { .field = place->field->items, .position = place->position };

    for (size_t i = 0; i < promised->count; i++) {
        const struct alternative *one = &promised->at[i];
        size_t before = items.count;

        if (!(one->types & CONTRACT_ARRAY))
            continue;
        for (size_t j = 0; j < one->count; j++)
            add_items(&items, one->parts[j]);
        if (items.count == before)
            return; /* an alternative that says nothing about its elements */
    }
    items.pointer = child_pointer(walk, place->pointer, SLICE("[]"));
    if (items.count)
        walk_place(walk, &items);
}

/* ---- one place ---- */

static bool describes_objects(const struct alternatives *promised)
{
    return alternatives_types(promised) & CONTRACT_OBJECT;
}

static void walk_place(const struct walk *walk, const struct field_place *place)
{
    struct alternatives promised;
    struct scalar_place scalar = scalar_place_of(walk, place);

    alternatives_of(place->schemas, place->count, &promised);
    if (promised.is_unknown) {
        if (place->field->types[TYPE_OBJECT])
            compare_object(walk, place);
        return;
    }
    if (!compare_types(walk, place, &promised))
        return;
    scalar_compare(&scalar, &promised);
    if (place->field->types[TYPE_OBJECT] && describes_objects(&promised))
        compare_object(walk, place);
    if (place->field->items && !walk->is_text)
        compare_array(walk, place, &promised);
}

static const struct content *accepted_content(const struct endpoint *endpoint, struct slice media_type)
{
    for (size_t i = 0; i < endpoint->accepted_request_count; i++)
        if (slice_eq(endpoint->accepted_requests[i].media_type, media_type))
            return &endpoint->accepted_requests[i];
    return NULL;
}

void fields_compare(const struct held_endpoint *at, const struct content *content,
                    const struct contract_schema *promised, struct slice location, bool is_request)
{
    const struct content *accepted =
        is_request ? accepted_content(at->endpoint, content->media_type) : content;
    struct walk walk = {
        .at = at,
        .content = content,
        .location = location,
        .is_request = is_request,
        .is_text = content->kind != CONTENT_JSON,
    };
    struct field_place place = { .field = schema_root(content->schema),
                                 .pointer = SLICE(""),
                                 .schemas = { promised },
                                 .count = 1,
                                 .position = promised->at };

    if (promised->is_unknown)
        return;
    /* Bodies that were refused for what they left out prove nothing: those accepted are all there is, or not said. */
    walk.may_miss =
        accepted && accepted->schema && schema_bodies(accepted->schema) == schema_bodies(content->schema);
    if (!walk.is_text) {
        walk_place(&walk, &place);
        return;
    }
    compare_object(&walk, &place);
}
