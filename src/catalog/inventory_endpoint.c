/* SPDX-License-Identifier: Apache-2.0 */
/* One endpoint out of its cells. */
#include "catalog/cell_lists.h"
#include "catalog/inventory_build.h"

#include "base/hash.h"
#include "catalog/composite.h"
#include "catalog/kept.h"
#include "catalog/naming.h"
#include "json/scan.h"

#include <stdlib.h>

/* One cell as it is, or several merged; what is merged belongs to the inventory. */
static const struct cell *cell_of_group(struct inventory_own *own, const struct cell_group *group)
{
    struct cell *merged = NULL;

    if (group->count == 1)
        return group->cells[0];
    if (!cell_get(&merged, own->account, group->method))
        return NULL;
    for (size_t i = 0; i < group->count; i++)
        if (!cell_merge(merged, own->account, group->cells[i])) {
            cell_free_all(merged, own->account);
            return NULL;
        }
    merged->next = own->merged;
    own->merged = merged;
    return merged;
}

/* ---- parameters ---- */

/* A path parameter's values as a field, like those of a query parameter. Of a segment that holds several values,
 * `piece` says which. */
struct path_place {
    const struct template_node *node;
    size_t piece;
};

static size_t points_of(const struct sample_entry *entry)
{
    return entry->masked ? entry->full_len : scan_code_points(sample_text(entry));
}

/* A piece of a masked segment is masked as well. */
static void add_piece(struct inventory_own *own, struct values_list *kept, const struct path_place *place,
                      const struct sample_entry *entry)
{
    struct slice pieces[COMPOSITE_PIECES];
    struct sample_entry piece = *entry;

    if (composite_split(place->node->pattern, sample_text(entry), pieces) <= place->piece)
        return;
    piece.text = (char *)(uintptr_t)pieces[place->piece].at;
    piece.len = piece.full_len = (uint32_t)pieces[place->piece].len;
    piece.hash = hash_content(pieces[place->piece]);
    if (entry->masked) {
        piece.hash = hash_mix(entry->hash, place->piece);
        piece.traits = entry->traits & FORMAT_LIST ? FORMAT_NUMBER : 0;
    }
    values_add_entry(&kept->values, own->account, &piece, points_of(&piece), entry->count);
}

static void add_value(struct inventory_own *own, struct values_list *kept, const struct path_place *place,
                      const struct sample_entry *entry)
{
    if (entry->full_len == 0)
        return;
    if (place->node->piece_count)
        add_piece(own, kept, place, entry);
    else
        values_add_entry(&kept->values, own->account, entry, points_of(entry), entry->count);
}

/* What the trie kept apart, as an entry of a sample. Suffixes that belong to the value stand in its text. */
static void add_kept_apart(struct inventory_own *own, struct values_list *kept,
                           const struct path_place *place, const struct template_value *value)
{
    struct sample_entry entry = {
        .hash = value->masked ? value->masked : hash_content(value->text),
        .count = value->count,
        .marks = value->marks,
        .text = (char *)(uintptr_t)value->text.at,
        .len = (uint32_t)value->text.len,
        .full_len = value->masked ? value->len : (uint32_t)value->text.len,
        .traits = value->traits,
        .masked = value->masked != 0,
    };

    add_value(own, kept, place, &entry);
}

static const struct field *path_field(struct inventory_own *own, const struct path_place *place,
                                      uint64_t count)
{
    struct values_list *kept = arena_get_array(&own->arena, 1, sizeof *kept);
    const struct template_node *node = place->node;

    if (!kept)
        return NULL;
    kept->next = own->parameters;
    own->parameters = kept;
    values_init(&kept->values);
    kept->field.present = kept->field.types[TYPE_STRING] = count;
    kept->field.values = &kept->values;
    for (size_t i = 0; i < node->value_count; i++)
        if (!node->values[i].is_bucket && node->values[i].class != SEGMENT_PATTERN)
            add_kept_apart(own, kept, place, &node->values[i]);
    for (size_t i = 0; i < node->node_count; i++)
        for (uint32_t j = 0; node->nodes[i]->values && j < node->nodes[i]->values->count; j++)
            add_value(own, kept, place, &node->nodes[i]->values->entries[j]);
    return &kept->field;
}

/* Values that documents write as literals, where evidence takes them for values. */
static bool documented_values(struct inventory_own *own, const struct template_node *node,
                              struct parameter *ret)
{
    const struct guide_node *guide = node->parent->guide;
    struct slice *documented =
        guide ? arena_get_array(&own->arena, node->value_count + 1, sizeof *documented) : NULL;

    for (size_t i = 0; documented && i < node->value_count; i++)
        if (!node->values[i].is_bucket && guide_literal(guide, node->values[i].text, node->values[i].masked))
            documented[ret->documented_count++] = node->values[i].text;
    ret->documented = documented;
    return documented || !guide;
}

static size_t parameters_at(const struct template_node *node)
{
    return node->piece_count ? node->piece_count : node->is_parameter;
}

static bool path_parameters(struct inventory_own *own, const struct template_node *node,
                            const struct support *support, struct parameter *ret, size_t *ret_count)
{
    size_t count = 0;

    for (const struct template_node *above = node; above->parent; above = above->parent)
        count += parameters_at(above);
    *ret_count = count;
    for (const struct template_node *above = node; above->parent; above = above->parent)
        for (size_t i = parameters_at(above); i > 0; i--) {
            struct path_place place = { above, i - 1 };

            ret[--count] = (struct parameter){
                .name = above->piece_count ? above->piece_names[i - 1] : above->name,
                .place = PLACE_PATH,
                .required = true,
                .support = *support,
                .of = support->count,
                .field = path_field(own, &place, support->count),
            };
            if (!ret[count].field || !documented_values(own, above, &ret[count]))
                return false;
        }
    return true;
}

static bool is_credential(const struct cell *cell, enum place place, struct slice name)
{
    for (const struct security_evidence *entry = cell->security; entry; entry = entry->next)
        if (place == PLACE_QUERY && entry->kind == CREDENTIAL_API_KEY_QUERY && security_is_scheme(entry) &&
            slice_eq(entry->name, name))
            return true;
    return false;
}

/* The request as documents show it, and the exchanges that say what may be left out. */
struct request_view {
    const struct request_evidence *shown, *judged;
};

/* What was refused for its form counts only while nothing else is known. */
static bool view_request(struct inventory_own *own, const struct cell *cell, struct request_view *ret)
{
    struct cell *pooled = NULL;

    ret->judged = cell->accepted.count   ? &cell->accepted
                  : cell->unjudged.count ? &cell->unjudged
                                         : &cell->rejected;
    ret->shown = ret->judged;
    if (!cell->accepted.count || !cell->unjudged.count)
        return true;
    if (!cell_get(&pooled, own->account, cell->method))
        return false;
    pooled->next = own->merged;
    own->merged = pooled;
    ret->shown = &pooled->accepted;
    return request_merge(&pooled->accepted, own->account, &cell->accepted) &&
           request_merge(&pooled->accepted, own->account, &cell->unjudged);
}

static const struct field *find_in(const struct schema *schema, struct slice name)
{
    return schema ? schema_find(schema_root(schema), name) : NULL;
}

struct parameter_source {
    const struct cell *cell;
    const struct request_view *view;
    const struct schema *shown, *judged;
    enum place place;
};

static void add_parameters(const struct parameter_source *from, struct parameter *ret, size_t *count)
{
    size_t cursor = 0;
    const struct field *field;

    while (from->shown && (field = schema_next(schema_root(from->shown), &cursor))) {
        const struct values *values = field->values;
        const struct field *judged = find_in(from->judged, field->key);

        if (is_credential(from->cell, from->place, field->key))
            continue;
        ret[(*count)++] = (struct parameter){
            .name = field->key,
            .place = from->place,
            .field = field,
            .required = judged && judged->present == from->view->judged->count,
            .is_list = field->repeated > 0,
            .is_comma_list =
                field->repeated == 0 && values && values->lists * 2 > values->count - values->empty,
            .support = { field->present, from->cell->support.first, from->cell->support.last },
            .of = from->view->shown->count,
            .accepted = judged ? judged->present : 0,
            .accepted_of = from->view->judged->count,
        };
    }
}

static size_t schema_members(const struct schema *schema)
{
    return schema ? schema_child_count(schema_root(schema)) : 0;
}

static bool fill_parameters(struct inventory_own *own, const struct template_node *node,
                            const struct cell *cell, const struct request_view *view, struct endpoint *ret)
{
    const struct request_evidence *shown = view->shown, *judged = view->judged;
    const struct parameter_source sources[] = {
        { cell, view, shown->query, judged->query, PLACE_QUERY },
        { cell, view, shown->headers, judged->headers, PLACE_HEADER },
        { cell, view, shown->cookies, judged->cookies, PLACE_COOKIE },
    };
    size_t most = PATH_DEPTH * COMPOSITE_PIECES, count = 0;
    struct parameter *parameters;

    for (size_t i = 0; i < 3; i++)
        most += schema_members(sources[i].shown);
    parameters = arena_get_array(&own->arena, most, sizeof *parameters);
    if (!parameters || !path_parameters(own, node, &ret->support, parameters, &count))
        return false;
    for (size_t i = 0; i < 3; i++)
        add_parameters(&sources[i], parameters, &count);
    ret->parameters = parameters;
    ret->parameter_count = count;
    return true;
}

/* ---- bodies ---- */

/* What a body whose sender said no type is taken for. */
static struct slice type_of(const struct body_evidence *body)
{
    if (body->media_type.len)
        return body->media_type;
    return body->kind == CONTENT_JSON ? SLICE("application/json") : SLICE("application/octet-stream");
}

static bool join_body(struct inventory_own *own, struct body_evidence **list,
                      const struct body_evidence *from)
{
    struct body_evidence *body = bodies_get(list, own->account, type_of(from), from->kind);

    if (!body)
        return false;
    if (from->kind < body->kind)
        body->kind = from->kind;
    support_merge(&body->support, &from->support);
    return schema_join(&body->schema, own->account, from->schema) &&
           text_smallest(&body->xml_root, own->account, from->xml_root) &&
           text_smallest(&body->xml_namespace, own->account, from->xml_namespace);
}

/* Some said the type and some did not: a document has room for one of them. NULL: memory was refused. */
static const struct body_evidence *join_untyped(struct inventory_own *own, const struct body_evidence *list)
{
    struct cell *joined = NULL;
    const struct body_evidence *typed = list;

    while (typed && (typed == list || !slice_eq(type_of(typed), type_of(list))))
        typed = typed->next;
    if (!typed)
        return list;
    if (!cell_get(&joined, own->account, SLICE("")))
        return NULL;
    joined->next = own->merged;
    own->merged = joined;
    for (; list; list = list->next)
        if (!join_body(own, &joined->accepted.bodies, list))
            return NULL;
    return joined->accepted.bodies;
}

static bool fill_contents(struct inventory_own *own, const struct body_evidence *list,
                          const struct content **ret, size_t *ret_count)
{
    struct content *contents;
    size_t count = 0;

    if (list && list->media_type.len == 0) {
        list = join_untyped(own, list);
        if (!list)
            return false;
    }
    for (const struct body_evidence *body = list; body; body = body->next)
        count++;
    contents = arena_get_array(&own->arena, count + 1, sizeof *contents);
    if (!contents)
        return false;
    count = 0;
    for (const struct body_evidence *body = list; body; body = body->next) {
        bool learned = body->schema && schema_bodies(body->schema) > 0;

        contents[count++] = (struct content){
            .media_type = type_of(body),
            .kind = body->kind,
            .schema = learned ? body->schema : NULL,
            .xml_root = body->xml_root,
            .xml_namespace = body->xml_namespace,
            .support = body->support,
        };
    }
    *ret = contents;
    *ret_count = count;
    return true;
}

static bool fill_headers(struct inventory_own *own, const struct response_evidence *evidence,
                         struct response *response)
{
    struct parameter *headers =
        arena_get_array(&own->arena, schema_members(evidence->headers) + 1, sizeof *headers);
    size_t cursor = 0, count = 0;
    const struct field *field;

    if (!headers)
        return false;
    while (evidence->headers && (field = schema_next(schema_root(evidence->headers), &cursor)))
        headers[count++] = (struct parameter){
            .name = field->key,
            .place = PLACE_HEADER,
            .field = field,
            .required = field->present == evidence->support.count,
            .is_list = field->repeated > 0,
            .support = { field->present, evidence->support.first, evidence->support.last },
            .of = evidence->support.count,
        };
    response->headers = headers;
    response->header_count = count;
    return true;
}

static bool fill_responses(struct inventory_own *own, const struct cell *cell, struct endpoint *ret)
{
    struct response *responses;
    size_t count = 0;

    for (const struct response_evidence *evidence = cell->responses; evidence; evidence = evidence->next)
        count++;
    responses = arena_get_array(&own->arena, count + 1, sizeof *responses);
    if (!responses)
        return false;
    count = 0;
    for (const struct response_evidence *evidence = cell->responses; evidence; evidence = evidence->next) {
        struct response *response = &responses[count++];

        response->status = evidence->status;
        response->support = evidence->support;
        if (!fill_contents(own, evidence->bodies, &response->contents, &response->content_count) ||
            !fill_headers(own, evidence, response))
            return false;
    }
    ret->responses = responses;
    ret->response_count = count;
    return true;
}

/* ---- security ---- */

static bool fill_security(struct inventory_own *own, const struct cell *cell,
                          const struct security_scheme *schemes, size_t scheme_count, struct endpoint *ret)
{
    struct endpoint_security *uses = arena_get_array(&own->arena, CELL_SECURITY, sizeof *uses);
    size_t count = 0;
    uint64_t accepted = 0;

    if (!uses)
        return false;
    for (const struct security_evidence *entry = cell->security; entry; entry = entry->next) {
        const struct security_scheme *scheme = security_find(schemes, scheme_count, entry);
        size_t known = 0;

        if (!scheme || !security_is_scheme(entry))
            continue;
        accepted += entry->accepted;
        while (known < count && uses[known].scheme != scheme)
            known++;
        if (known == count)
            uses[count++] = (struct endpoint_security){ .scheme = scheme };
        uses[known].accepted += entry->accepted;
    }
    for (size_t i = 0; i < count; i++)
        uses[i].always = uses[i].accepted == cell->by_class[1] + cell->by_class[2] + cell->by_class[3];
    ret->security = uses;
    ret->security_count = count;
    ret->anonymous_accepted = cell->anonymous_accepted;
    ret->security_required = accepted > 0 && cell->anonymous_accepted == 0;
    return true;
}

/* ---- the endpoint ---- */

static struct slice endpoint_id(struct inventory_own *own, const struct service_evidence *service,
                                struct slice method, struct slice path)
{
    char bare[1024];
    size_t len = 0;
    bool inside = false;

    for (size_t i = 0; i < path.len && len < sizeof bare; i++) {
        if (path.at[i] == '{' || !inside)
            bare[len++] = path.at[i];
        inside = path.at[i] == '{' || (inside && path.at[i] != '}');
        if (!inside && path.at[i] == '}' && bare[len - 1] != '}' && len < sizeof bare)
            bare[len++] = '}';
    }
    return arena_printf(
        &own->arena, "%012llx",
        (unsigned long long)hash_mix(hash_mix(hash_content(service->key), hash_content(method)),
                                     hash_content(slice_make(bare, len))) >>
            16);
}

static struct slice version_of(const struct template_node *node)
{
    for (; node->parent; node = node->parent)
        if (!node->is_parameter && segment_classify(node->text) == SEGMENT_VERSION)
            return node->text;
    return (struct slice){ NULL, 0 };
}

bool endpoint_fill(struct inventory_own *own, const struct service_evidence *service,
                   struct template_node *node, const struct cell_group *group,
                   const struct security_scheme *schemes, size_t scheme_count, struct endpoint *ret)
{
    const struct cell *cell = cell_of_group(own, group);
    struct request_view view;

    if (!cell)
        return false;
    if (!view_request(own, cell, &view))
        return false;
    *ret = (struct endpoint){
        .method = group->method,
        .path = naming_path(node, &own->arena),
        .support = cell->support,
        .request_bytes = cell->request_bytes,
        .response_bytes = cell->response_bytes,
        .accepted = cell->accepted.count,
        .accepted_with_body = cell->accepted.with_body,
        .request_required = view.judged->count > 0 && view.judged->with_body == view.judged->count,
        .deprecated = cell->deprecated > 0,
        .latency_p50 = cell_latency(cell, 0.5),
        .latency_p95 = cell_latency(cell, 0.95),
        .consumers = distinct_count(&cell->consumers),
        .observations = cell->observations,
        .version = version_of(node),
    };
    memcpy(ret->by_class, cell->by_class, sizeof ret->by_class);
    ret->id = endpoint_id(own, service, ret->method, ret->path);
    return ret->path.len && ret->id.len && fill_parameters(own, node, cell, &view, ret) &&
           fill_contents(own, view.shown->bodies, &ret->requests, &ret->request_count) &&
           fill_contents(own, cell->accepted.bodies, &ret->accepted_requests, &ret->accepted_request_count) &&
           fill_responses(own, cell, ret) && fill_security(own, cell, schemes, scheme_count, ret);
}
