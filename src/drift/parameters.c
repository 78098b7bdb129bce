/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of an operation: query, header, cookie and path. */
#include "drift/scalar.h"

#include "drift/template.h"
#include "exchange/field.h"

enum contract_place parameter_place(enum place place)
{
    static const enum contract_place places[] = { [PLACE_PATH] = CONTRACT_PATH,
                                                  [PLACE_QUERY] = CONTRACT_QUERY,
                                                  [PLACE_HEADER] = CONTRACT_HEADER,
                                                  [PLACE_COOKIE] = CONTRACT_COOKIE };

    return places[place];
}

/* ---- which documented parameter an observed name belongs to ---- */

/* A form-style object spreads its members over the query (style form, explode true). */
static bool is_spread_member(const struct contract_parameter *parameter, struct slice name)
{
    struct contract_said said;

    if (parameter->place != CONTRACT_QUERY || parameter->style != CONTRACT_FORM || !parameter->explode ||
        !(contract_types(parameter->schema) & CONTRACT_OBJECT) ||
        contract_types(parameter->schema) == CONTRACT_ANY_TYPE)
        return false;
    contract_member(parameter->schema, name, &said);
    return said.first || said.is_open || said.is_unknown;
}

static const struct contract_parameter *documented_as(const struct contract_operation *operation,
                                                      const struct parameter *seen, bool *ret_is_whole)
{
    enum contract_place place = parameter_place(seen->place);
    const struct contract_parameter *found = contract_parameter_find(operation, place, seen->name);
    struct slice stem = name_stem(seen->name);

    *ret_is_whole = found != NULL;
    if (!found && stem.len < seen->name.len) {
        found = contract_parameter_find(operation, place, stem);
        *ret_is_whole = found && stem.len + 2 == seen->name.len;
    }
    for (size_t i = 0; i < operation->parameter_count && !found; i++)
        if (is_spread_member(&operation->parameters[i], seen->name))
            found = &operation->parameters[i];
    return found;
}

static bool is_scheme_parameter(const struct contract *contract, enum contract_place place, struct slice name)
{
    for (size_t i = 0; i < contract->scheme_count; i++) {
        const struct contract_scheme *scheme = &contract->schemes[i];

        if (scheme->kind == CONTRACT_API_KEY && scheme->place == place &&
            (place == CONTRACT_HEADER ? slice_eq_nocase(scheme->name, name) : slice_eq(scheme->name, name)))
            return true;
    }
    return false;
}

/* ---- rows ---- */

static void undocumented(const struct held_endpoint *at, const struct parameter *seen)
{
    static const enum drift_kind kinds[] = { [PLACE_QUERY] = DRIFT_UNDOCUMENTED_QUERY_PARAM,
                                             [PLACE_HEADER] = DRIFT_UNDOCUMENTED_HEADER_PARAM,
                                             [PLACE_COOKIE] = DRIFT_UNDOCUMENTED_COOKIE_PARAM };
    struct drift_row *row = row_add_for(at, kinds[seen->place]);
    const struct tree_node *list = TREE_GET(at->said->node, "parameters");

    row->location = slice_of(contract_place_name(parameter_place(seen->place)));
    row->name = seen->name;
    row->field = seen->field;
    row->support = seen->support;
    row->of = seen->of;
    row->is_place_to_add = true;
    if (list)
        row->at = tree_position(list);
    row->summary = row_printf(at->holding, "Sent in %llu of %llu requests.",
                              (unsigned long long)seen->support.count, (unsigned long long)seen->of);
    row->proposal =
        row_printf(at->holding, "Document the %.*s parameter, or refuse it.", SLICE_ARG(row->location));
    row_examples(at->holding, row, seen->field->values);
}

static void missing(const struct held_endpoint *at, const struct contract_parameter *promised,
                    uint64_t present, uint64_t of)
{
    struct drift_row *row = row_add_for(at, DRIFT_MISSING_REQUIRED_PARAM);

    row->location = slice_of(contract_place_name(promised->place));
    row->name = promised->name;
    row->at = promised->at;
    row->documented = SLICE("required");
    row->observed = row_printf(at->holding, "left out in %llu of %llu", (unsigned long long)(of - present),
                               (unsigned long long)of);
    row->support.count = of - present;
    row->of = of;
    row->summary =
        row_printf(at->holding, "Accepted without it %llu times.", (unsigned long long)(of - present));
    row->proposal = SLICE("Set `required: false`, or refuse requests without it.");
}

static void deprecated(const struct held_endpoint *at, const struct contract_parameter *promised,
                       const struct parameter *seen)
{
    struct drift_row *row = row_add_for(at, DRIFT_DEPRECATED_PARAM_IN_USE);

    row->location = slice_of(contract_place_name(promised->place));
    row->name = promised->name;
    row->at = promised->at;
    row->support = seen->support;
    row->of = seen->of;
    row->summary = row_printf(at->holding, "Sent in %llu of %llu requests.",
                              (unsigned long long)seen->support.count, (unsigned long long)seen->of);
    row->proposal = SLICE("Move its callers before it is removed.");
}

static void unobserved(const struct held_endpoint *at, const struct contract_parameter *promised)
{
    struct drift_row *row;
    const struct support *support = &at->endpoint->support;

    if (support->count < HOLDING_NEVER_LEAST || support->last - support->first < HOLDING_NEVER_TIME)
        return;
    row = row_add_for(at, DRIFT_UNOBSERVED_PARAM);
    row->location = slice_of(contract_place_name(promised->place));
    row->name = promised->name;
    row->at = promised->at;
    row->support = (struct support){ 0 };
    row->of = support->count;
    row->summary = row_printf(at->holding, "Not once in %llu requests.", (unsigned long long)support->count);
    row->proposal = SLICE("Remove it if nobody needs it.");
}

/* ---- values ---- */

static char separator_of(const struct contract_parameter *promised)
{
    if (promised->style == CONTRACT_SPACE_DELIMITED)
        return ' ';
    if (promised->style == CONTRACT_PIPE_DELIMITED)
        return '|';
    return promised->explode && promised->style == CONTRACT_FORM ? '\0' : ',';
}

/* Which lexical forms fit which types: text is whatever a string may be. Of lists only those with plain commas were learned as
 * such. */
static bool text_fits(const struct scalar_place *place, unsigned types)
{
    const struct values *values = place->field->values;
    uint32_t possible = values->possible;

    if (types & (CONTRACT_STRING | CONTRACT_OBJECT) || possible == VALUES_ANY ||
        values->count == values->empty)
        return true;
    if (place->separator)
        return possible & FORMAT_LIST_INTEGER || types != CONTRACT_INTEGER || place->separator != ',' ||
               slice_eq(place->location, SLICE("header"));
    return scalar_text_fits(values, types) ||
           /* several types, each of which some values have: nothing of that is kept apart */
           ((types & CONTRACT_BOOLEAN) && types & (CONTRACT_NUMBER | CONTRACT_INTEGER));
}

/* false: the type is wrong, and nothing else need be said. */
static bool compare_type(const struct scalar_place *place, const struct alternatives *promised)
{
    unsigned types = alternatives_types(promised) & ~(unsigned)CONTRACT_NULL;
    struct drift_row *row;

    if (promised->is_unknown || !promised->has_types || !place->field->values || text_fits(place, types))
        return true;
    row = scalar_row(place, DRIFT_TYPE_MISMATCH);
    row->documented = alternatives_say(promised, place->at->holding->arena);
    row->observed = place->field->values->possible & FORMAT_NUMBER ? SLICE("number") : SLICE("string");
    row->summary = row_printf(place->at->holding, "Documented as %.*s, sent as %.*s.",
                              SLICE_ARG(row->documented), SLICE_ARG(row->observed));
    row->proposal = row_printf(place->at->holding, "Correct the type, or refuse other values.");
    row_examples(place->at->holding, row, place->field->values);
    return false;
}

const struct contract_schema *parameter_value(const struct contract_parameter *promised, char *ret_separator)
{
    unsigned types = contract_types(promised->schema);

    *ret_separator = '\0';
    if (!(types & CONTRACT_ARRAY))
        return promised->schema;
    if (types & CONTRACT_STRING || !promised->schema->items)
        return NULL;
    *ret_separator = separator_of(promised);
    return promised->schema->items;
}

static void compare_values(const struct held_endpoint *at, const struct contract_parameter *promised,
                           const struct parameter *seen)
{
    const struct contract_schema *schema;
    struct scalar_place place = {
        .at = at,
        .location = slice_of(contract_place_name(promised->place)),
        .name = promised->name,
        .position = promised->at,
        .field = seen->field,
        .is_text = true,
    };
    struct alternatives alternatives;

    if (promised->media_type.len || !seen->field->values)
        return;
    schema = parameter_value(promised, &place.separator);
    if (!schema)
        return;
    alternatives_of(&schema, 1, &alternatives);
    if (compare_type(&place, &alternatives))
        scalar_compare(&place, &alternatives);
}

/* ---- path parameters: by position, their names differ ---- */

static const struct contract_parameter *path_parameter(const struct contract_operation *operation,
                                                       size_t position)
{
    struct slice rest = operation->path;
    const char *open;

    while (rest.len && (open = memchr(rest.at, '{', rest.len))) {
        struct slice name = slice_make(open + 1, (size_t)(rest.at + rest.len - open - 1));

        rest = name;
        name = slice_cut(&rest, '}');
        if (position-- == 0)
            return contract_parameter_find(operation, CONTRACT_PATH, name);
    }
    return NULL;
}

static size_t braces_in(struct slice path)
{
    size_t count = 0;

    for (size_t i = 0; i < path.len; i++)
        count += path.at[i] == '{';
    return count;
}

/* The path up to its parameter number `position`, names dropped. */
static struct slice prefix_of(struct slice path_key, size_t position)
{
    for (size_t i = 0; i < path_key.len; i++)
        if (path_key.at[i] == '}' && position-- == 0)
            return slice_make(path_key.at, i + 1);
    return path_key;
}

static bool same_promise(const struct contract_schema *a, const struct contract_schema *b)
{
    return a == b || (contract_types(a) == contract_types(b) && a->choice_count == b->choice_count &&
                      slice_eq(a->format, b->format) && slice_eq(a->pattern, b->pattern) &&
                      a->minimum == b->minimum && a->maximum == b->maximum);
}

/* Values of a parameter are known for all operations below it together: they can be held against what all of these
 * promise alike. */
static bool all_promise_alike(const struct held_endpoint *at, size_t position,
                              const struct contract_parameter *promised)
{
    const struct holding *holding = at->holding;
    struct slice prefix = prefix_of(at->held->path_key, position);

    for (size_t i = 0; i < holding->held_count; i++) {
        const struct held *other = &holding->held[i];
        const struct contract_parameter *theirs;

        if (!other->seen_count || !slice_starts_with(other->path_key, prefix))
            continue;
        theirs = path_parameter(other->said[0],
                                position - (braces_in(other->template) - braces_in(other->said[0]->path)));
        if (!theirs || !same_promise(theirs->schema, promised->schema))
            return false;
    }
    return true;
}

/* Text around a parameter (user-{id}) is in the values of the learned one: they are not what the document speaks of. */
static bool is_cut_alike(const struct held_endpoint *at)
{
    struct slice seen = template_key(SLICE(""), at->endpoint->path, at->holding->arena);

    return seen.at && slice_eq(seen, at->held->path_key);
}

/* Values of calls that were refused for their form are among those of a path: they prove nothing about types. */
static void compare_path(const struct held_endpoint *at)
{
    const struct endpoint *endpoint = at->endpoint;
    size_t position = 0, documented = braces_in(at->said->path), seen = braces_in(endpoint->path);

    /* Parameters in the base path come first in traffic and are no parameters of the operation. */
    if (seen < documented || !is_cut_alike(at) || endpoint->by_class[4])
        return;
    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        const struct parameter *parameter = &endpoint->parameters[i];
        const struct contract_parameter *promised;

        if (parameter->place != PLACE_PATH || position++ < seen - documented)
            continue;
        promised = path_parameter(at->said, position - 1 - (seen - documented));
        if (promised && all_promise_alike(at, position - 1, promised))
            compare_values(at, promised, parameter);
    }
}

/* ---- all of them ---- */

static const struct parameter *observed_as(const struct held_endpoint *at,
                                           const struct contract_parameter *promised)
{
    for (size_t i = 0; i < at->endpoint->parameter_count; i++) {
        bool is_whole;

        if (at->endpoint->parameters[i].place != PLACE_PATH &&
            documented_as(at->said, &at->endpoint->parameters[i], &is_whole) == promised)
            return &at->endpoint->parameters[i];
    }
    return NULL;
}

/* Header fields that carry messages are not learned as parameters, and neither are credentials: their absence says nothing. */
static bool is_not_learned(const struct held_endpoint *at, const struct contract_parameter *promised)
{
    if (promised->place == CONTRACT_PATH || promised->place == CONTRACT_COOKIE)
        return true;
    if (promised->place == CONTRACT_HEADER &&
        field_classify(promised->name) & (FIELD_MECHANIC | FIELD_KEY | FIELD_KEY_LIKE | FIELD_AUTHORIZATION |
                                          FIELD_CONTENT_TYPE | FIELD_USER_AGENT))
        return true;
    for (size_t i = 0; i < at->endpoint->security_count; i++)
        if (slice_eq_nocase(at->endpoint->security[i].scheme->name, promised->name))
            return true;
    return is_scheme_parameter(at->said->contract, promised->place, promised->name);
}

static void compare_promised(const struct held_endpoint *at, const struct contract_parameter *promised)
{
    const struct parameter *seen;
    const struct endpoint *endpoint = at->endpoint;

    if (is_not_learned(at, promised))
        return;
    seen = observed_as(at, promised);
    if (!seen) {
        if (promised->required && endpoint->accepted)
            missing(at, promised, 0, endpoint->accepted);
        else if (!promised->required)
            unobserved(at, promised);
        return;
    }
    if (promised->deprecated)
        deprecated(at, promised, seen);
    if (promised->required && endpoint->accepted && seen->accepted < seen->accepted_of &&
        slice_eq_nocase(seen->name, promised->name))
        missing(at, promised, seen->accepted, seen->accepted_of);
}

void parameters_compare(const struct held_endpoint *at)
{
    const struct endpoint *endpoint = at->endpoint;

    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        const struct parameter *seen = &endpoint->parameters[i];
        const struct contract_parameter *promised;
        bool is_whole;

        if (seen->place == PLACE_PATH)
            continue;
        promised = documented_as(at->said, seen, &is_whole);
        if (promised && is_whole)
            compare_values(at, promised, seen);
        else if (!promised &&
                 !is_scheme_parameter(at->said->contract, parameter_place(seen->place), seen->name))
            undocumented(at, seen);
    }
    compare_path(at);
    for (size_t i = 0; i < at->said->parameter_count; i++)
        compare_promised(at, &at->said->parameters[i]);
}
