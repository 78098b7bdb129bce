/* SPDX-License-Identifier: Apache-2.0 */
/* The walk: objects are held against the table of their kind, values against the kind of their field. */
#include "check/checker.h"
#include "contract/reference.h"

/* What a reference led to, or what lies too deep to go on. */
struct check_work {
    struct check_work *next;
    struct slice name;
    const struct tree_node *node;
    enum check_kind kind;
};

/* ---- the queue */

void check_later(struct checker *checker, struct slice name, const struct tree_node *node,
                 enum check_kind kind)
{
    struct check_work *work = arena_get(&checker->arena, sizeof *work);

    if (!work) {
        check_failed(checker);
        return;
    }
    *work = (struct check_work){ checker->work, name, node, kind };
    checker->work = work;
}

void check_work_off(struct checker *checker)
{
    while (checker->work) {
        struct check_work work = *checker->work;

        checker->work = work.next;
        check_value(checker, work.name, work.node, work.kind);
    }
}

/* True when the node has not stood for that kind of object before. */
static bool visit(struct checker *checker, const struct tree_node *node, enum check_kind kind)
{
    struct {
        const struct tree_node *node;
        uint64_t kind;
    } key = { node, kind };

    return !check_remember(checker, &checker->visited, slice_make(&key, sizeof key), node);
}

/* ---- fields */

const struct check_field *check_field_find(const struct check_object *object, struct slice name)
{
    for (size_t i = 0; i < object->field_count; i++)
        if (slice_eq(object->fields[i].name, name))
            return &object->fields[i];
    return NULL;
}

#define NEAR_STEPS 64

/* The field that was meant, probably. */
static const struct check_field *find_near(const struct check_object *object, struct slice name)
{
    for (size_t i = 0; i < object->field_count; i++)
        if (check_is_near(object->fields[i].name, name))
            return &object->fields[i];
    return NULL;
}

/* A format that knows the field in that kind of object; NULL when none does. */
static const char *find_elsewhere(enum check_kind kind, struct slice name)
{
    static const struct {
        const struct check_object *objects;
        const char *name;
    } formats[] = { { check_objects_31, "OpenAPI 3.1" },
                    { check_objects_30, "OpenAPI 3.0" },
                    { check_objects_20, "Swagger 2.0" } };

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (check_field_find(&formats[i].objects[kind], name))
            return formats[i].name;
    return NULL;
}

/* People write it where the format has none, and many tools follow it: what it leads to is checked all the same. */
static void tell_reference(struct checker *checker, const struct tree_node *node,
                           const struct tree_member *member, enum check_kind kind)
{
    check_fault(checker, RULE_misplaced_reference, tree_key_position(node, member),
                "no reference may stand for this %s: write it here, or refer to something further in",
                checker->objects[kind].name);
    if (member->value->kind == TREE_STRING)
        check_reference(checker, member->key, node, kind);
}

/* Of a version that is read as if it were an older one nobody knows what it allows. */
static bool is_newer(const struct checker *checker)
{
    return checker->format == CONTRACT_OPENAPI_31 &&
           !slice_starts_with(checker->contract->version, SLICE("3.1"));
}

static void tell_unknown(struct checker *checker, const struct tree_node *node,
                         const struct tree_member *member, enum check_kind kind)
{
    const struct check_object *object = &checker->objects[kind];
    const struct check_field *near = check_is_full(checker) ? NULL : find_near(object, member->key);
    struct position at = tree_key_position(node, member);
    const char *elsewhere = find_elsewhere(kind, member->key);

    if (slice_eq(member->key, SLICE("$ref")))
        tell_reference(checker, node, member, kind);
    else if (near)
        check_fault(checker, RULE_unknown_field, at, "'%.*s' is no field of this %s: did you mean '%.*s'?",
                    NAME_ARG(member->key), object->name, SLICE_ARG(near->name));
    else if (elsewhere)
        check_fault(checker, RULE_unknown_field, at, "'%.*s' is no field of this %s in %s, only in %s",
                    NAME_ARG(member->key), object->name, contract_format_name(checker->format), elsewhere);
    else
        (is_newer(checker) ? check_warning : check_fault)(
            checker, RULE_unknown_field, at,
            "'%.*s' is no field of this %s: take it out, or begin its name with x-", NAME_ARG(member->key),
            object->name);
}

/* JSON Schema allows keywords that nobody knows, and ignores them. */
static void tell_keyword(struct checker *checker, const struct tree_node *node,
                         const struct tree_member *member, const struct check_object *object)
{
    const struct check_field *near = check_step(checker, NEAR_STEPS) ? find_near(object, member->key) : NULL;

    if (near)
        check_fault(checker, RULE_unknown_keyword, tree_key_position(node, member),
                    "the keyword '%.*s' is unknown and does nothing: did you mean '%.*s'?",
                    NAME_ARG(member->key), SLICE_ARG(near->name));
}

/* ---- shapes */

static void tell_type(struct checker *checker, struct slice name, const struct tree_node *node,
                      const char *wanted)
{
    check_fault(checker, RULE_wrong_type, tree_position(node), "'%.*s' must be %s, not %s", NAME_ARG(name),
                wanted, check_kind_name(node));
}

static void check_list(struct checker *checker, const struct check_field *field, const struct tree_node *node)
{
    struct slice name;

    if (node->kind != TREE_SEQUENCE) {
        tell_type(checker, field->name, node, "a list");
        return;
    }
    name = arena_printf(&checker->arena, "%.*s[]", NAME_ARG(field->name));
    for (uint32_t i = 0; i < node->count; i++) {
        check_value(checker, name, node->elements[i], field->kind);
        if (field->choices)
            check_choice(checker, name, node->elements[i], field->choices);
    }
}

static void check_map(struct checker *checker, struct slice name, const struct tree_node *node,
                      enum check_kind kind)
{
    if (node->kind != TREE_MAPPING) {
        tell_type(checker, name, node, "an object");
        return;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_member *member = &node->members[i];

        if (slice_eq(member->key, SLICE("$ref")) && member->value->kind == TREE_STRING && kind != KIND_ANY &&
            kind != KIND_STRING)
            check_fault(checker, RULE_misplaced_reference, tree_key_position(node, member),
                        "no reference may stand for the whole of '%.*s': give each of its entries one",
                        NAME_ARG(name));
        else
            check_value(checker, member->key, member->value, kind);
    }
}

static void check_field(struct checker *checker, const struct check_field *field,
                        const struct tree_node *value)
{
    switch (field->shape) {
    case SHAPE_LIST: check_list(checker, field, value); break;
    case SHAPE_MAP: check_map(checker, field->name, value, field->kind); break;
    default:
        check_value(checker, field->name, value, field->kind);
        if (field->choices)
            check_choice(checker, field->name, value, field->choices);
        break;
    }
}

/* ---- objects */

static void check_member(struct checker *checker, const struct tree_node *node,
                         const struct tree_member *member, enum check_kind kind)
{
    const struct check_object *object = &checker->objects[kind];
    const struct check_field *field = check_field_find(object, member->key);
    struct check_field other = { member->key, object->others, object->others_shape, false, NULL };

    if (field)
        check_field(checker, field, member->value);
    else if (check_is_extension(member->key) && !object->is_closed)
        ;
    else if (object->others)
        check_field(checker, &other, member->value);
    else if (object->is_keyword)
        tell_keyword(checker, node, member, object);
    else if (!object->is_open)
        tell_unknown(checker, node, member, kind);
}

static void check_needed(struct checker *checker, const struct tree_node *node,
                         const struct check_object *object)
{
    /* Where a reference is not allowed that is enough to say. */
    if (reference_is(node, NULL) && !check_field_find(object, SLICE("$ref")))
        return;
    for (size_t i = 0; i < object->field_count; i++)
        if (object->fields[i].is_required && !tree_get(node, object->fields[i].name))
            check_fault(checker, RULE_missing_field, tree_position(node), "this %s lacks '%.*s'",
                        object->name, SLICE_ARG(object->fields[i].name));
}

static void check_members(struct checker *checker, const struct tree_node *node, enum check_kind kind)
{
    const struct check_object *object = &checker->objects[kind];

    for (uint32_t i = 0; i < node->count; i++)
        check_member(checker, node, &node->members[i], kind);
    check_needed(checker, node, object);
    if (object->rule)
        object->rule(checker, node);
}

/* ---- references */

/* "schemas" of "#/components/schemas/Pet": the section of components that a reference leads into; empty when it leads
 * elsewhere, or further in. */
static struct slice section_of(const struct checker *checker, struct slice reference)
{
    struct slice head = check_is_openapi(checker) ? SLICE("#/components/") : SLICE("#/"), section;

    if (!slice_starts_with(reference, head))
        return SLICE("");
    reference = slice_make(reference.at + head.len, reference.len - head.len);
    section = slice_cut(&reference, '/');
    return reference.len && !memchr(reference.at, '/', reference.len) ? section : SLICE("");
}

/* Whether the reference names a section of the components that holds other kinds of objects. */
static bool leads_astray(const struct checker *checker, struct slice reference, enum check_kind kind)
{
    struct slice section = section_of(checker, reference);

    if (!section.len || !checker->objects[kind].section ||
        slice_eq(section, slice_of(checker->objects[kind].section)))
        return false;
    for (unsigned other = KIND_OBJECTS; other < KINDS; other++)
        if (checker->objects[other].section && slice_eq(section, slice_of(checker->objects[other].section)))
            return true;
    return false;
}

static void check_siblings(struct checker *checker, const struct tree_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_member *member = &node->members[i];

        if (slice_eq(member->key, SLICE("$ref")) || check_is_extension(member->key))
            continue;
        /* OpenAPI 3.1.0, 4.8.23: these two override what is referred to. */
        if (checker->format == CONTRACT_OPENAPI_31 && check_is_choice(member->key, "summary description"))
            continue;
        check_fault(checker, RULE_ignored_sibling, tree_key_position(node, member),
                    "'%.*s' is ignored beside $ref: move it to what is referred to", NAME_ARG(member->key));
    }
}

void check_reference(struct checker *checker, struct slice name, const struct tree_node *node,
                     enum check_kind kind)
{
    struct slice reference = tree_string(TREE_GET(node, "$ref"));
    const struct tree_node *target;

    if (leads_astray(checker, reference, kind)) {
        check_fault(checker, RULE_wrong_reference, check_value_at(node, "$ref"),
                    "a %s is wanted here, and '%.*s' is none", checker->objects[kind].name,
                    NAME_ARG(reference));
        return;
    }
    target = reference_follow(checker->set, node);
    if (target == checker->root)
        check_fault(checker, RULE_wrong_reference, check_value_at(node, "$ref"),
                    "a %s is wanted here, and '%.*s' is the whole document", checker->objects[kind].name,
                    NAME_ARG(reference));
    else if (target && target != node)
        check_later(checker, name, target, kind);
}

/* A Reference Object in the place of another. */
static void check_stand_in(struct checker *checker, struct slice name, const struct tree_node *node,
                           enum check_kind kind)
{
    const struct tree_node *reference = TREE_GET(node, "$ref");

    check_siblings(checker, node);
    if (reference->kind == TREE_STRING)
        check_reference(checker, name, node, kind);
    else
        tell_type(checker, SLICE("$ref"), reference, "a string");
}

/* ---- values */

static void check_object(struct checker *checker, struct slice name, const struct tree_node *node,
                         enum check_kind kind)
{
    const struct check_object *object = &checker->objects[kind];

    if ((object->may_be_boolean && node->kind == TREE_BOOLEAN) ||
        (object->may_be_string && node->kind == TREE_STRING) ||
        (object->may_be_null && node->kind == TREE_NULL))
        return;
    if (node->kind != TREE_MAPPING)
        tell_type(checker, name, node, object->may_be_boolean ? "an object or a boolean" : "an object");
    else if (kind == KIND_SCHEMA && check_skips_schema(checker, node))
        ;
    else if (object->may_refer && TREE_GET(node, "$ref"))
        check_stand_in(checker, name, node, kind);
    else if (checker->depth >= TREE_DEPTH)
        check_later(checker, name, node, kind);
    else if (visit(checker, node, kind)) {
        checker->depth++;
        check_members(checker, node, kind);
        checker->depth--;
    }
}

void check_value(struct checker *checker, struct slice name, const struct tree_node *node,
                 enum check_kind kind)
{
    if (kind == KIND_SCHEMA_OR_BOOLEAN && node->kind != TREE_BOOLEAN)
        check_object(checker, name, node, KIND_SCHEMA);
    else if (kind == KIND_SCHEMA_OR_LIST && node->kind == TREE_SEQUENCE)
        for (uint32_t i = 0; i < node->count; i++)
            check_object(checker, name, node->elements[i], KIND_SCHEMA);
    else if (kind == KIND_SCHEMA_OR_LIST)
        check_object(checker, name, node, KIND_SCHEMA);
    else if (kind >= KIND_OBJECTS)
        check_object(checker, name, node, kind);
    else
        check_scalar(checker, name, node, kind);
}
