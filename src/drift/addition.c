/* SPDX-License-Identifier: Apache-2.0 */
/* Rows become additions one by one; what several of them share (paths, members that several operations met, components)
 * is put together when all have been seen. */
#include "drift/addition_inside.h"

#include <stdio.h>

/* ---- planning */

static enum spec_dialect dialect_of(const struct contract *contract)
{
    switch (contract->format) {
    case CONTRACT_OPENAPI_30: return SPEC_30;
    case CONTRACT_SWAGGER_20: return SPEC_20;
    case CONTRACT_OPENAPI_31:
    case CONTRACT_POSTMAN_21: break;
    }
    return SPEC_31;
}

static void read_habits(struct planning *planning)
{
    const struct contract *contract = planning->contract;

    planning->uses_ids = planning->uses_tags = planning->uses_summaries = !contract->operation_count;
    for (size_t i = 0; i < contract->operation_count; i++) {
        const struct contract_operation *operation = &contract->operations[i];

        planning->uses_ids |= operation->id.len > 0;
        planning->uses_tags |= operation->tag_count > 0;
        planning->uses_summaries |= operation->summary.len > 0;
        if (operation->id.len && !table_put(&planning->ids, operation->id, planning))
            planning->failed = true;
    }
}

static void take_names(struct planning *planning, struct spec_part *part)
{
    const struct tree_node *root = planning->contract->file->root;
    const struct tree_node *schemas = planning->dialect == SPEC_20
                                          ? TREE_GET(root, "definitions")
                                          : TREE_GET(TREE_GET(root, "components"), "schemas");

    for (uint32_t i = 0; schemas && schemas->kind == TREE_MAPPING && i < schemas->count; i++)
        spec_part_take(part, schemas->members[i].key);
}

struct spec_part *planning_part(struct planning *planning, const struct service *service)
{
    const struct drift *drift = planning->drift;
    size_t i = 0;

    while (i < drift->service_count && drift->services[i].service != service)
        i++;
    if (i == drift->service_count)
        return NULL;
    if (!planning->additions->parts[i]) {
        planning->additions->parts[i] = spec_part_new(service, planning->dialect, planning->arena,
                                                      &planning->taken, planning->additions->account);
        if (!planning->additions->parts[i]) {
            planning->failed = true;
            return NULL;
        }
        take_names(planning, planning->additions->parts[i]);
        addition_match_schemes(planning, planning->additions->parts[i], service);
    }
    return planning->additions->parts[i];
}

const struct drift_pair *planning_pair(const struct planning *planning, const struct service *service)
{
    const struct drift *drift = planning->drift;

    for (size_t i = 0; i < drift->service_count; i++) {
        for (size_t j = 0; drift->services[i].service == service && j < drift->services[i].pair_count; j++) {
            if (drift->services[i].pairs[j].contract == planning->contract)
                return &drift->services[i].pairs[j];
        }
    }
    return NULL;
}

/* The way from one file to another, as a URI reference. */
static struct slice way_to(struct planning *planning, struct slice from, struct slice to)
{
    struct buffer out;
    struct slice way;
    size_t shared = 0;

    for (size_t i = 0; i < from.len && i < to.len && from.at[i] == to.at[i]; i++)
        shared = from.at[i] == '/' ? i + 1 : shared;
    buffer_init(&out, planning->additions->account);
    for (size_t i = shared; i < from.len; i++)
        buffer_text(&out, from.at[i] == '/' ? "../" : "");
    for (size_t i = shared; i < to.len; i++) {
        if (strchr(" %#?", to.at[i]))
            buffer_printf(&out, "%%%02X", (unsigned)to.at[i]);
        else
            buffer_byte(&out, to.at[i]);
    }
    way = arena_copy(planning->arena, buffer_slice(&out));
    planning->failed |= out.failed || !way.at;
    buffer_done(&out);
    return way;
}

void planning_goes_to(struct planning *planning, struct spec_part *part, const struct tree_node *node)
{
    const struct tree_file *home = planning->contract->file;

    spec_part_home(part,
                   node && node->file != home ? way_to(planning, node->file->real, home->real) : SLICE(""));
}

bool planning_is_first(struct planning *planning, const void *place, const char *list, struct slice text)
{
    struct slice key = arena_printf(planning->arena, "%p %s %.*s", place, list, SLICE_ARG(text));

    if (!key.at || table_find(&planning->firsts, key))
        return false;
    planning->failed |= !table_put(&planning->firsts, key, planning);
    return true;
}

/* ---- rows */

static struct slice what_of(const struct planning *planning, const struct drift_row *row)
{
    static const char *const words[DRIFT_KINDS] = {
        [DRIFT_UNDOCUMENTED_SERVICE] = "the service",
        [DRIFT_UNDOCUMENTED_OPERATION] = "the operation",
        [DRIFT_UNDOCUMENTED_QUERY_PARAM] = "query parameter",
        [DRIFT_UNDOCUMENTED_HEADER_PARAM] = "header parameter",
        [DRIFT_UNDOCUMENTED_COOKIE_PARAM] = "cookie",
        [DRIFT_UNDOCUMENTED_REQUEST_FIELD] = "request field",
        [DRIFT_UNDOCUMENTED_RESPONSE_FIELD] = "field",
        [DRIFT_UNDOCUMENTED_STATUS] = "status",
        [DRIFT_UNDOCUMENTED_REQUEST_MEDIA_TYPE] = "content type",
        [DRIFT_UNDOCUMENTED_RESPONSE_MEDIA_TYPE] = "content type",
        [DRIFT_UNDOCUMENTED_ENUM_VALUE] = "enum values of",
    };
    struct slice location = slice_starts_with(row->location, SLICE("response:")) ||
                                    row->kind == DRIFT_UNDOCUMENTED_REQUEST_MEDIA_TYPE
                                ? row->location
                                : SLICE("");

    if (!row->method.len)
        return arena_printf(planning->arena, "%.*s: %s", SLICE_ARG(row->service), words[row->kind]);
    return arena_printf(planning->arena, "%.*s %.*s: %.*s%s%s%s%.*s", SLICE_ARG(row->method),
                        SLICE_ARG(row->template), SLICE_ARG(location), location.len ? " " : "",
                        words[row->kind], row->name.len ? " " : "", SLICE_ARG(row->name));
}

void planning_refuse(struct planning *planning, struct addition *addition, const char *why)
{
    if (!addition->why.len)
        addition->why = slice_of(why);
}

static void add_row(struct planning *planning, struct addition *addition)
{
    switch (addition->row->kind) {
    case DRIFT_UNDOCUMENTED_OPERATION: addition_operation(planning, addition); break;
    case DRIFT_UNDOCUMENTED_QUERY_PARAM:
    case DRIFT_UNDOCUMENTED_HEADER_PARAM:
    case DRIFT_UNDOCUMENTED_COOKIE_PARAM: addition_parameter(planning, addition); break;
    case DRIFT_UNDOCUMENTED_REQUEST_FIELD:
    case DRIFT_UNDOCUMENTED_RESPONSE_FIELD: addition_field(planning, addition); break;
    case DRIFT_UNDOCUMENTED_STATUS: addition_status(planning, addition); break;
    case DRIFT_UNDOCUMENTED_REQUEST_MEDIA_TYPE:
    case DRIFT_UNDOCUMENTED_RESPONSE_MEDIA_TYPE: addition_media_type(planning, addition); break;
    case DRIFT_UNDOCUMENTED_ENUM_VALUE: addition_choice(planning, addition); break;
    default:
        planning_refuse(planning, addition, "no document speaks for it: plainsight openapi writes one");
        break;
    }
}

/* Rows of other documents, and of services that this one does not speak for, are somebody else's. */
static bool is_ours(const struct planning *planning, const struct drift_row *row)
{
    if (drift_kinds[row->kind].family != DRIFT_MISSING || row->kind == DRIFT_UNDOCUMENTED_SERVICE)
        return false;
    if (row->operation)
        return row->operation->contract == planning->contract;
    return row->of_service && planning_pair(planning, row->of_service);
}

static void plan_rows(struct planning *planning, addition_filter *filter, void *context)
{
    struct additions *additions = planning->additions;
    const struct drift *drift = planning->drift;

    for (size_t i = 0; i < drift->row_count && !planning->failed; i++) {
        const struct drift_row *row = &drift->rows[i];
        struct addition *addition = &additions->list[additions->count];

        if (!is_ours(planning, row) || (filter && !filter(context, row)))
            continue;
        *addition = (struct addition){ .row = row, .what = what_of(planning, row) };
        planning->failed |= !addition->what.at;
        additions->count++;
        add_row(planning, addition);
    }
    addition_members_finish(planning);
}

/* Kinds that hold themselves are components, wherever they are used. */
static void add_components(struct planning *planning)
{
    for (size_t i = 0; i < planning->drift->service_count; i++) {
        struct node *schemas = planning->additions->parts[i]
                                   ? spec_part_schemas(planning->additions->parts[i])
                                   : NULL,
                    *value;
        struct spot home = spot_root(planning);
        const void *cursor = NULL;
        struct slice name;

        if (!schemas)
            continue;
        if (planning->dialect == SPEC_20) {
            home = spot_object(planning, home, "definitions", NULL);
        } else {
            home = spot_object(planning, home, "components", NULL);
            home = spot_object(planning, home, "schemas", NULL);
        }
        while (document_next(schemas, &cursor, &name, &value))
            spot_put(planning, home, name, value, NULL);
    }
}

static bool plan(struct planning *planning, addition_filter *filter, void *context)
{
    struct additions *additions = planning->additions;

    additions->parts =
        arena_get_array(planning->arena, planning->drift->service_count + 1, sizeof *additions->parts);
    additions->list =
        arena_get_array(planning->arena, planning->drift->row_count + 1, sizeof *additions->list);
    if (!additions->parts || !additions->list)
        return false;
    additions->part_count = planning->drift->service_count;
    read_habits(planning);
    addition_read_paths(planning);
    plan_rows(planning, filter, context);
    add_components(planning);
    for (size_t i = 0; i < additions->part_count; i++)
        planning->failed |= additions->parts[i] && spec_part_failed(additions->parts[i]);
    for (size_t i = 0; i < additions->count; i++)
        additions->written += !additions->list[i].why.len;
    return !planning->failed && !planning->document->failed && !additions->edits.failed;
}

bool additions_plan(struct additions *additions, struct contract_set *documents,
                    const struct contract *contract, const struct drift *drift, addition_filter *filter,
                    void *context, struct memory *account, struct error *err)
{
    struct planning planning = { .additions = additions, .drift = drift, .contract = contract };
    bool done;

    *additions = (struct additions){ .account = account, .documents = documents, .contract = contract };
    arena_init(&additions->arena, account, 0);
    additions->document.arena = &additions->arena;
    edits_init(&additions->edits, account);
    planning.document = &additions->document;
    planning.arena = &additions->arena;
    planning.dialect = dialect_of(contract);
    table_init(&planning.taken, account);
    table_init(&planning.ids, account);
    table_init(&planning.firsts, account);
    table_init(&planning.paths_there, account);
    table_init(&planning.names_there, account);
    if (contract->format == CONTRACT_POSTMAN_21)
        done = error_set(err, ERROR_INPUT,
                         "a Postman collection cannot be added to: convert it to OpenAPI first");
    else
        done = plan(&planning, filter, context) ||
               error_set(err, ERROR_MEMORY, "no memory to work out what is missing from the document");
    table_done(&planning.names_there);
    table_done(&planning.paths_there);
    table_done(&planning.firsts);
    table_done(&planning.ids);
    table_done(&planning.taken);
    return done;
}

void additions_done(struct additions *additions)
{
    for (size_t i = 0; i < additions->part_count; i++)
        spec_part_free(additions->parts[i]);
    edits_done(&additions->edits);
    arena_done(&additions->arena);
}
