/* SPDX-License-Identifier: Apache-2.0 */
/* Values in a document against its own schemas: defaults, examples, enums. Types and enums only: what a reader of the
 * document would stumble over. And what a schema, looked through its parts, names and requires.
 *
 * Schemas refer to each other in circles and fan out: each question is bounded by FIT_DEPTH and FIT_STEPS, and what was not
 * looked at fits. */
#include "check/checker.h"
#include "contract/reference.h"

#include <math.h>

#define FIT_DEPTH 24
#define FIT_STEPS 20000

static const struct {
    const char *name;
    unsigned type;
} types[] = {
    { "null", CONTRACT_NULL },       { "boolean", CONTRACT_BOOLEAN },
    { "integer", CONTRACT_INTEGER }, { "number", CONTRACT_NUMBER | CONTRACT_INTEGER },
    { "string", CONTRACT_STRING },   { "array", CONTRACT_ARRAY },
    { "object", CONTRACT_OBJECT },   { "file", CONTRACT_ANY_TYPE },
};

static unsigned type_of(struct slice name)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (slice_eq(name, slice_of(types[i].name)))
            return types[i].type;
    return CONTRACT_ANY_TYPE;
}

unsigned check_types_of(const struct checker *checker, const struct tree_node *schema)
{
    const struct tree_node *type = TREE_GET(schema, "type");
    unsigned all = 0;

    if (!type || (type->kind == TREE_SEQUENCE && !type->count))
        return CONTRACT_ANY_TYPE;
    if (type->kind != TREE_SEQUENCE)
        all = type_of(tree_string(type));
    else
        for (uint32_t i = 0; i < type->count; i++)
            all |= type_of(tree_string(type->elements[i]));
    if ((checker->format == CONTRACT_OPENAPI_30 && tree_is_true(TREE_GET(schema, "nullable"))) ||
        tree_is_true(TREE_GET(schema, "x-nullable")))
        all |= CONTRACT_NULL;
    return all;
}

/* Of a number all types that it may stand for. */
static unsigned type_of_value(const struct tree_node *value)
{
    double number;

    switch (value->kind) {
    case TREE_NULL: return CONTRACT_NULL;
    case TREE_BOOLEAN: return CONTRACT_BOOLEAN;
    case TREE_STRING: return CONTRACT_STRING;
    case TREE_SEQUENCE: return CONTRACT_ARRAY;
    case TREE_MAPPING: return CONTRACT_OBJECT;
    default:
        return tree_number(value, &number) && floor(number) != number ? CONTRACT_NUMBER & ~CONTRACT_INTEGER
                                                                      : CONTRACT_NUMBER | CONTRACT_INTEGER;
    }
}

bool check_fits_type(const struct checker *checker, const struct tree_node *schema,
                     const struct tree_node *value)
{
    return (check_types_of(checker, schema) & type_of_value(value)) != 0;
}

/* "integer or null" */
static const char *types_text(unsigned wanted, char *text, size_t room)
{
    size_t len = 0;

    *text = '\0';
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (types[i].type == CONTRACT_ANY_TYPE || (types[i].type & wanted) != types[i].type ||
            (types[i].type == CONTRACT_INTEGER && (wanted & CONTRACT_NUMBER)))
            continue;
        len += (size_t)snprintf(text + len, room - len, "%s%s", len ? " or " : "", types[i].name);
    }
    return text;
}

/* ---- fitting */

enum misfit { MISFIT_TYPE, MISFIT_ENUM, MISFIT_ALTERNATIVES };

struct fit {
    struct checker *checker;
    unsigned steps;
    enum misfit why;
    const struct tree_node *value, *schema; /* the first that do not fit */
};

static bool fits(struct fit *fit, const struct tree_node *schema, const struct tree_node *value,
                 unsigned depth);

static bool refuse(struct fit *fit, enum misfit why, const struct tree_node *schema,
                   const struct tree_node *value)
{
    fit->why = why;
    fit->schema = schema;
    fit->value = value;
    return false;
}

static bool fits_enum(struct fit *fit, const struct tree_node *schema, const struct tree_node *value)
{
    const struct tree_node *list = TREE_GET(schema, "enum"), *only = TREE_GET(schema, "const");

    if (only && fit->checker->format == CONTRACT_OPENAPI_31 && !tree_equal(only, value))
        return refuse(fit, MISFIT_ENUM, schema, value);
    /* null among types is meant to be allowed, whatever the list says. */
    if (!list || list->kind != TREE_SEQUENCE || !list->count || value->kind == TREE_NULL)
        return true;
    fit->steps += list->count;
    for (uint32_t i = 0; i < list->count; i++)
        if (tree_equal(list->elements[i], value))
            return true;
    return refuse(fit, MISFIT_ENUM, schema, value);
}

static bool fits_members(struct fit *fit, const struct tree_node *schema, const struct tree_node *value,
                         unsigned depth)
{
    const struct tree_node *properties = TREE_GET(schema, "properties");
    const struct tree_node *others = TREE_GET(schema, "additionalProperties");

    for (uint32_t i = 0; i < value->count; i++) {
        const struct tree_node *member = tree_get(properties, value->members[i].key);

        if (!member && others && others->kind == TREE_MAPPING && !TREE_GET(schema, "patternProperties"))
            member = others;
        if (member && !fits(fit, member, value->members[i].value, depth + 1))
            return false;
    }
    return true;
}

static bool fits_elements(struct fit *fit, const struct tree_node *schema, const struct tree_node *value,
                          unsigned depth)
{
    const struct tree_node *items = TREE_GET(schema, "items");

    if (!items || items->kind != TREE_MAPPING || TREE_GET(schema, "prefixItems"))
        return true;
    for (uint32_t i = 0; i < value->count; i++)
        if (!fits(fit, items, value->elements[i], depth + 1))
            return false;
    return true;
}

static bool fits_all(struct fit *fit, const struct tree_node *list, const struct tree_node *value,
                     unsigned depth)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++)
        if (!fits(fit, list->elements[i], value, depth + 1))
            return false;
    return true;
}

static bool fits_any(struct fit *fit, const struct tree_node *list, const struct tree_node *value,
                     unsigned depth)
{
    if (!list || list->kind != TREE_SEQUENCE || !list->count)
        return true;
    for (uint32_t i = 0; i < list->count; i++)
        if (fits(fit, list->elements[i], value, depth + 1))
            return true;
    return refuse(fit, MISFIT_ALTERNATIVES, list, value);
}

static bool fits_parts(struct fit *fit, const struct tree_node *schema, const struct tree_node *value,
                       unsigned depth)
{
    if (value->kind == TREE_MAPPING && !fits_members(fit, schema, value, depth))
        return false;
    if (value->kind == TREE_SEQUENCE && !fits_elements(fit, schema, value, depth))
        return false;
    return fits_all(fit, TREE_GET(schema, "allOf"), value, depth) &&
           fits_any(fit, TREE_GET(schema, "anyOf"), value, depth) &&
           fits_any(fit, TREE_GET(schema, "oneOf"), value, depth);
}

static bool fits(struct fit *fit, const struct tree_node *schema, const struct tree_node *value,
                 unsigned depth)
{
    if (depth > FIT_DEPTH || fit->steps++ > FIT_STEPS || schema->kind != TREE_MAPPING)
        return true;
    if (reference_is(schema, NULL)) {
        const struct tree_node *target = reference_follow(fit->checker->set, schema);

        if (target && target != schema && !fits(fit, target, value, depth + 1))
            return false;
        if (fit->checker->format != CONTRACT_OPENAPI_31) /* what stands beside is ignored */
            return true;
    }
    if (!check_fits_type(fit->checker, schema, value))
        return refuse(fit, MISFIT_TYPE, schema, value);
    return fits_enum(fit, schema, value) && fits_parts(fit, schema, value, depth);
}

/* 3.0.3, 4.7.24: text may stand for what JSON cannot show; people do so for whole objects. */
static bool is_written_out(const struct checker *checker, const struct tree_node *schema,
                           const struct tree_node *value)
{
    return value->kind == TREE_STRING &&
           !(check_types_of(checker, schema) &
             (CONTRACT_ANY_TYPE & ~(CONTRACT_OBJECT | CONTRACT_ARRAY | CONTRACT_NULL)));
}

void check_fit(struct checker *checker, enum check_rule rule, const char *what,
               const struct tree_node *schema, const struct tree_node *value)
{
    struct fit fit = { .checker = checker };
    char wanted[80];
    bool good = (rule == RULE_example_mismatch && is_written_out(checker, schema, value)) ||
                fits(&fit, schema, value, 0);

    if (!check_step(checker, fit.steps) || good)
        return;
    if (fit.why == MISFIT_TYPE)
        check_fault(checker, rule, tree_position(fit.value), "the %s has %s here, its schema wants: %s", what,
                    check_kind_name(fit.value),
                    types_text(check_types_of(checker, fit.schema), wanted, sizeof wanted));
    else if (fit.why == MISFIT_ENUM)
        check_fault(checker, rule, tree_position(fit.value),
                    "the %s has '%.*s' here, which is none of the enum of its schema", what,
                    NAME_ARG(fit.value->text));
    else
        check_fault(checker, rule, tree_position(fit.value),
                    "the %s fits none of the alternatives of its schema here", what);
}

/* ---- looking through */

typedef bool seen(const struct tree_node *schema, struct slice name);

struct look {
    struct checker *checker;
    seen *seen;
    struct slice name;
    unsigned steps;
    bool needs_all; /* of alternatives */
};

static bool look(struct look *look_for, const struct tree_node *schema, unsigned depth);

static bool look_alternatives(struct look *look_for, const struct tree_node *list, unsigned depth)
{
    size_t found = 0;

    if (!list || list->kind != TREE_SEQUENCE || !list->count)
        return false;
    for (uint32_t i = 0; i < list->count; i++)
        found += look(look_for, list->elements[i], depth + 1);
    return look_for->needs_all ? found == list->count : found > 0;
}

static bool look_all(struct look *look_for, const struct tree_node *list, unsigned depth)
{
    for (uint32_t i = 0; list && list->kind == TREE_SEQUENCE && i < list->count; i++)
        if (look(look_for, list->elements[i], depth + 1))
            return true;
    return false;
}

static bool look(struct look *look_for, const struct tree_node *schema, unsigned depth)
{
    if (depth > FIT_DEPTH || look_for->steps++ > FIT_STEPS)
        return true;
    if (reference_is(schema, NULL)) {
        const struct tree_node *target = reference_follow(look_for->checker->set, schema);

        if (!target || (target != schema && look(look_for, target, depth + 1)))
            return true;
    }
    return look_for->seen(schema, look_for->name) || look_all(look_for, TREE_GET(schema, "allOf"), depth) ||
           look_alternatives(look_for, TREE_GET(schema, "oneOf"), depth) ||
           look_alternatives(look_for, TREE_GET(schema, "anyOf"), depth);
}

static bool start_look(struct checker *checker, const struct tree_node *schema, struct slice name,
                       seen *seen_here, bool needs_all)
{
    struct look look_for = { checker, seen_here, name, 0, needs_all };
    bool found = look(&look_for, schema, 0);

    return !check_step(checker, look_for.steps) || found;
}

static bool names_property(const struct tree_node *schema, struct slice name)
{
    const struct tree_node *others = TREE_GET(schema, "additionalProperties");

    return tree_get(TREE_GET(schema, "properties"), name) || TREE_GET(schema, "patternProperties") ||
           (others && (others->kind == TREE_MAPPING || tree_is_true(others)));
}

static bool requires(const struct tree_node *schema, struct slice name)
{
    const struct tree_node *required = TREE_GET(schema, "required");

    for (uint32_t i = 0; required && required->kind == TREE_SEQUENCE && i < required->count; i++)
        if (slice_eq(tree_string(required->elements[i]), name))
            return true;
    return false;
}

bool check_has_property(struct checker *checker, const struct tree_node *schema, struct slice name)
{
    return start_look(checker, schema, name, names_property, false);
}

bool check_requires(struct checker *checker, const struct tree_node *schema, struct slice name)
{
    return start_look(checker, schema, name, requires, true);
}
