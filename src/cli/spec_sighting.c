/* SPDX-License-Identifier: Apache-2.0 */
/* Whether what a change is about was ever seen: a parameter, a header, a status, a media type, a field, a value of an enum. Absence
 * is only told of what the catalog learns: credentials, mechanics of HTTP and members of crowded objects are not. */
#include "cli/spec_traffic.h"

#include "base/hash.h"
#include "exchange/field.h"
#include "json/writer.h"

struct looking {
    const struct difference *change;
    const struct spec_impact *impact;
    struct spec_sighting found;
};

static void count(struct looking *looking, uint64_t more, uint64_t of)
{
    looking->found.count += more;
    looking->found.of += of;
}

/* "/data/0" after the name it belongs to: whether `name` is `base`, or something inside it. */
static bool is_inside(struct slice name, struct slice base)
{
    return slice_starts_with(name, base) && (name.len == base.len || name.at[base.len] == '/');
}

/* ---- values ---- */

static bool is_enum_value(enum difference_kind kind)
{
    return kind == DIFFERENCE_REQUEST_ENUM_VALUE_ADDED || kind == DIFFERENCE_RESPONSE_ENUM_VALUE_ADDED ||
           kind == DIFFERENCE_REQUEST_ENUM_VALUE_REMOVED || kind == DIFFERENCE_RESPONSE_ENUM_VALUE_REMOVED;
}

/* Whether the text of a sample is the value, which documents write as JSON: strings with quotes, numbers without. */
static bool is_value(struct slice text, struct slice json, struct memory *account)
{
    struct buffer quoted;
    bool is_same;

    if (slice_eq(text, json))
        return true;
    buffer_init(&quoted, account);
    json_quote(&quoted, text);
    is_same = slice_eq(buffer_slice(&quoted), json);
    buffer_done(&quoted);
    return is_same;
}

/* The text of a plain JSON string; of anything else, itself. */
static struct slice unquoted(struct slice json)
{
    bool is_string = json.len >= 2 && json.at[0] == '"' && !memchr(json.at, '\\', json.len);

    return is_string ? slice_make(json.at + 1, json.len - 2) : json;
}

/* Of values that were sampled only, nobody knows whether the one is among those that were dropped. */
static bool count_value(struct looking *looking, const struct values *values, struct slice json)
{
    struct memory account = { 0 };
    uint64_t times = 0;

    if (!values)
        return true;
    if (values->sample.overflowed || values->sample.silent)
        return false;
    for (uint32_t i = 0; i < values->sample.count; i++) {
        const struct sample_entry *entry = &values->sample.entries[i];

        if (entry->masked && hash_content(unquoted(json)) == entry->hash)
            times += entry->count;
        if (sample_is_whole(entry) && is_value(sample_text(entry), json, &account))
            times += entry->count;
    }
    count(looking, times, values->sample.total);
    return true;
}

/* A value at a place that was seen; false: it cannot be told. */
static bool count_choice(struct looking *looking, const struct field *field)
{
    struct slice json = looking->change->before.len ? looking->change->before : looking->change->after;

    return field && count_value(looking, field->values, json) && count_value(looking, field->numbers, json);
}

/* ---- parameters ---- */

static bool has_place(const struct parameter *parameter, struct slice location)
{
    static const char *const names[] = { "path", "query", "header", "cookie" };

    return slice_eq(slice_of(names[parameter->place]), location);
}

/* The parameter of the operation that the change is about: its name may be followed by a path inside. */
static const struct contract_parameter *promised_in(const struct contract_operation *operation,
                                                    const struct difference *change)
{
    const struct contract_parameter *best = NULL;

    for (size_t i = 0; operation && i < operation->parameter_count; i++) {
        const struct contract_parameter *parameter = &operation->parameters[i];

        if (slice_eq(slice_of(contract_place_name(parameter->place)), change->location) &&
            is_inside(change->name, parameter->name) && (!best || parameter->name.len > best->name.len))
            best = parameter;
    }
    return best;
}

static bool is_credential(const struct contract *contract, struct slice name)
{
    for (size_t i = 0; i < contract->scheme_count; i++) {
        if (slice_eq_nocase(contract->schemes[i].name, name))
            return true;
    }
    return false;
}

/* Whether its absence from what was learned says nothing. */
static bool is_not_learned(const struct contract_operation *operation,
                           const struct contract_parameter *parameter)
{
    const unsigned unlearned = FIELD_MECHANIC | FIELD_KEY | FIELD_KEY_LIKE | FIELD_AUTHORIZATION |
                               FIELD_CONTENT_TYPE | FIELD_USER_AGENT | FIELD_COOKIE;
    unsigned types = contract_types(parameter->schema);

    return parameter->place == CONTRACT_PATH || parameter->place == CONTRACT_COOKIE ||
           (parameter->place == CONTRACT_HEADER && field_classify(parameter->name) & unlearned) ||
           (types != CONTRACT_ANY_TYPE && types & CONTRACT_OBJECT) || /* its members stand in the query */
           is_credential(operation->contract, parameter->name);
}

/* "ids[]" is ids. */
static struct slice stem_of(struct slice name)
{
    const char *open = name.len ? memchr(name.at, '[', name.len) : NULL;

    return open && open > name.at ? slice_make(name.at, (size_t)(open - name.at)) : name;
}

static const struct parameter *seen_as(const struct endpoint *endpoint, struct slice location,
                                       struct slice name)
{
    for (size_t i = 0; i < endpoint->parameter_count; i++) {
        const struct parameter *parameter = &endpoint->parameters[i];

        if (!has_place(parameter, location))
            continue;
        if (parameter->place == PLACE_HEADER ? slice_eq_nocase(parameter->name, name)
                                             : slice_eq(stem_of(parameter->name), stem_of(name)))
            return parameter;
    }
    return NULL;
}

static bool look_for_parameter(struct looking *looking)
{
    const struct difference *change = looking->change;
    const struct contract_operation *operation = change->old_operation;
    const struct contract_parameter *promised = promised_in(operation, change);
    bool wants_value = is_enum_value(change->kind);

    if (!promised) {
        operation = change->new_operation;
        promised = promised_in(operation, change);
    }
    if (!promised || promised->place == CONTRACT_PATH)
        return false;
    for (size_t i = 0; i < looking->impact->endpoint_count; i++) {
        const struct endpoint *endpoint = looking->impact->endpoints[i];
        const struct parameter *seen = seen_as(endpoint, change->location, promised->name);

        if (!seen && is_not_learned(operation, promised))
            return false;
        if (!wants_value)
            count(looking, seen ? seen->support.count : 0, seen ? seen->of : endpoint->support.count);
        else if (seen && !count_choice(looking, seen->field))
            return false;
    }
    return true;
}

/* ---- fields of bodies ---- */

static const struct field *step_into(const struct field *field, struct slice step, bool *ret_untold)
{
    struct buffer key;
    const struct field *found;
    struct memory account = { 0 };

    if (slice_eq(step, SLICE("[]")))
        return field->items;
    if (slice_eq(step, SLICE("*"))) {
        *ret_untold = true;
        return NULL;
    }
    buffer_init(&key, &account);
    for (size_t i = 0; i < step.len; i++) { /* RFC 6901 4 */
        bool is_escape =
            step.at[i] == '~' && i + 1 < step.len && (step.at[i + 1] == '0' || step.at[i + 1] == '1');

        buffer_byte(&key, !is_escape ? step.at[i] : step.at[i + 1] == '0' ? '~' : '/');
        i += is_escape;
    }
    found = schema_find(field, buffer_slice(&key));
    buffer_done(&key);
    *ret_untold = !found && (field->other || field_is_map(field));
    return found;
}

/* Of elements the list: it is what may be missing. */
static struct slice without_elements(struct slice pointer)
{
    while (slice_ends_with(pointer, SLICE("/[]")))
        pointer.len -= 3;
    return pointer;
}

/* The field of a body that the change is about; empty: the body as a whole. */
static struct slice field_of(const struct difference *change)
{
    if (change->media.len == 0)
        return SLICE("");
    return is_enum_value(change->kind) ? change->name : without_elements(change->name);
}

/* What a step starts from: bodies of forms are counted, of JSON the objects and lists. */
static uint64_t could_have(const struct content *content, const struct field *field, struct slice step)
{
    if (content->kind != CONTENT_JSON)
        return content->support.count;
    return field->types[slice_eq(step, SLICE("[]")) ? TYPE_ARRAY : TYPE_OBJECT];
}

/* In how many of the objects that could have it a field stands. */
static bool count_field(struct looking *looking, const struct content *content, struct slice pointer)
{
    const struct field *field = content->schema ? schema_root(content->schema) : NULL;
    uint64_t of = content->support.count;
    bool is_untold = !field || schema_limited(content->schema);

    slice_cut(&pointer, '/');
    while (field && pointer.len && !is_untold) {
        struct slice step = slice_cut(&pointer, '/');

        of = could_have(content, field, step);
        field = step_into(field, step, &is_untold);
    }
    if (is_untold)
        return false;
    if (is_enum_value(looking->change->kind))
        return !field || count_choice(looking, field);
    count(looking, field ? field->present : 0, of);
    return true;
}

/* ---- contents ---- */

static bool fits(struct slice promised, struct slice seen)
{
    const struct contract_media media = { .type = promised };

    return promised.len == 0 || contract_media_for(&media, 1, seen) != NULL;
}

/* The body as a whole, or a field of it. */
static bool look_into(struct looking *looking, const struct content *contents, size_t content_count,
                      uint64_t of)
{
    const struct difference *change = looking->change;
    struct slice pointer = field_of(change);
    uint64_t bodies = 0;

    for (size_t i = 0; i < content_count; i++) {
        if (!fits(change->media, contents[i].media_type))
            continue;
        bodies += contents[i].support.count;
        if (pointer.len && !count_field(looking, &contents[i], pointer))
            return false;
    }
    if (pointer.len == 0)
        count(looking, bodies, of);
    return true;
}

static bool look_into_requests(struct looking *looking)
{
    for (size_t i = 0; i < looking->impact->endpoint_count; i++) {
        const struct endpoint *endpoint = looking->impact->endpoints[i];

        if (!look_into(looking, endpoint->requests, endpoint->request_count, endpoint->support.count))
            return false;
    }
    return true;
}

/* ---- responses ---- */

static bool has_code(const struct contract_operation *operation, struct slice code)
{
    for (size_t i = 0; operation && i < operation->response_count; i++) {
        if (slice_eq(operation->responses[i].code, code))
            return true;
    }
    return false;
}

/* Whether that code of the operation speaks for the status: 404 may be written out, and 4XX then does not. */
static bool speaks_for(const struct contract_operation *operation, struct slice code, unsigned status)
{
    const struct contract_response *response = contract_response_for(operation, status);

    return response && slice_eq(response->code, code);
}

static bool is_header_learned(struct slice name)
{
    return (field_classify(name) & (FIELD_MECHANIC | FIELD_DOCUMENTED)) != FIELD_MECHANIC;
}

static bool look_for_header(struct looking *looking, const struct response *response)
{
    const struct difference *change = looking->change;

    for (size_t i = 0; i < response->header_count; i++) {
        struct slice name = slice_make(change->name.at, response->headers[i].name.len < change->name.len
                                                            ? response->headers[i].name.len
                                                            : change->name.len);

        if (!slice_eq_nocase(name, response->headers[i].name) || !is_inside(change->name, name))
            continue;
        count(looking, response->headers[i].support.count, response->support.count);
        return true;
    }
    if (memchr(change->name.at, '/', change->name.len) || !is_header_learned(change->name))
        return false;
    count(looking, 0, response->support.count);
    return true;
}

static bool look_into_response(struct looking *looking, const struct response *response)
{
    const struct difference *change = looking->change;

    if (change->kind == DIFFERENCE_LINK_ADDED || change->kind == DIFFERENCE_LINK_REMOVED)
        return false;
    if (change->name.len && change->media.len == 0)
        return look_for_header(looking, response);
    return look_into(looking, response->contents, response->content_count, response->support.count);
}

/* Of a status that never came, everything in it never came either: then that is what is counted. */
static bool look_into_responses(struct looking *looking, struct slice code)
{
    const struct difference *change = looking->change;
    const struct contract_operation *operation =
        has_code(change->old_operation, code) ? change->old_operation : change->new_operation;
    bool is_about_status = change->media.len == 0 && change->name.len == 0;
    uint64_t came = 0, all = 0;

    for (size_t i = 0; operation && i < looking->impact->endpoint_count; i++) {
        const struct endpoint *endpoint = looking->impact->endpoints[i];

        all += endpoint->support.count;
        for (size_t j = 0; j < endpoint->response_count; j++) {
            const struct response *response = &endpoint->responses[j];

            if (!speaks_for(operation, code, response->status))
                continue;
            came += response->support.count;
            if (!is_about_status && !look_into_response(looking, response))
                return false;
        }
    }
    if (is_about_status || came == 0)
        looking->found = (struct spec_sighting){ .count = came, .of = all, .unit = "exchange" };
    return true;
}

/* ---- which of them ---- */

static bool look(struct looking *looking)
{
    struct slice location = looking->change->location, code = location;

    if (slice_eq(location, SLICE("query")) || slice_eq(location, SLICE("header")) ||
        slice_eq(location, SLICE("cookie")))
        return look_for_parameter(looking);
    if (slice_eq(location, SLICE("request")))
        return look_into_requests(looking);
    if (!slice_starts_with(location, SLICE("response:")))
        return false;
    slice_cut(&code, ':');
    return look_into_responses(looking, code);
}

static const char *unit_of(const struct difference *change)
{
    if (is_enum_value(change->kind))
        return "value";
    return field_of(change).len ? "object" : "exchange";
}

struct spec_sighting spec_sighting_of(const struct difference *change, const struct spec_impact *impact)
{
    struct looking looking = { .change = change, .impact = impact };
    struct spec_sighting *found = &looking.found;

    if (!impact->is_known || impact->exchanges == 0)
        return (struct spec_sighting){ .kind = SIGHTING_UNTOLD };
    found->unit = unit_of(change);
    if (!look(&looking) || (found->of == 0 && is_enum_value(change->kind)))
        return (struct spec_sighting){ .kind = SIGHTING_UNTOLD };
    if (found->of == 0) /* not even what it would stand in */
        *found = (struct spec_sighting){ .of = impact->exchanges, .unit = "exchange" };
    found->kind = found->count ? SIGHTING_SEEN : SIGHTING_NEVER;
    return *found;
}
