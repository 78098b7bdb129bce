/* SPDX-License-Identifier: Apache-2.0 */
/* The document from the top: info, servers, tags, paths, components. */
#include "spec/openapi.h"

#include "base/clock.h"
#include "spec/openapi_parts.h"

#include <inttypes.h>
#include <stdlib.h>

static const char *const methods[] = { "get", "post", "put", "patch", "delete", "head", "options", "trace" };
#define METHODS (sizeof methods / sizeof *methods)

static void put(struct openapi *openapi, struct node *node, const char *key, struct node *value)
{
    document_put(&openapi->document, node, slice_of(key), value);
}

/* ---- info */

/* The version all endpoints agree on; what was watched has no other. */
static struct slice version_of(const struct service *service)
{
    struct slice version = SLICE("");

    for (size_t i = 0; i < service->endpoint_count; i++) {
        struct slice here = service->endpoints[i].version;

        if (!here.len || (version.len && !slice_eq(version, here)))
            return SLICE("observed");
        version = here;
    }
    return version.len ? version : SLICE("observed");
}

static void write_unit(struct buffer *out, const struct ledger *ledger, enum ledger_unit unit)
{
    const char *lead = " (";

    if (!ledger->seen[unit])
        return;
    buffer_printf(out, "\n%s: %" PRIu64 " seen, %" PRIu64 " analysed", ledger_unit_name(unit),
                  ledger->seen[unit], ledger->analysed[unit]);
    if (!ledger_lost(ledger, unit))
        return;
    buffer_printf(out, ", %" PRIu64 " lost", ledger_lost(ledger, unit));
    for (unsigned loss = 0; loss < LEDGER_LOSSES; loss++) {
        if (ledger_loss_unit((enum ledger_loss)loss) != unit || !ledger->lost[loss])
            continue;
        buffer_printf(out, "%s%s %" PRIu64, lead, ledger_loss_name((enum ledger_loss)loss),
                      ledger->lost[loss]);
        lead = ", ";
    }
    buffer_byte(out, ')');
}

static void write_noise(struct buffer *out, const struct service *service)
{
    const char *lead = "\nleft out as noise: ";

    for (unsigned kind = 0; kind < NOISE_KINDS; kind++) {
        if (!service->noise[kind].count)
            continue;
        buffer_printf(out, "%s%s %" PRIu64, lead, noise_name((enum noise_kind)kind),
                      service->noise[kind].count);
        lead = ", ";
    }
}

/* Plain sentences, figures, no text from the traffic: descriptions are Markdown. */
static struct slice description_of(struct openapi *openapi)
{
    const struct service *service = openapi->service;
    struct buffer out;
    struct slice text;

    buffer_init(&out, openapi->document.arena->account);
    buffer_text(&out, "Reconstructed by Plainsight from observed traffic.");
    if (!openapi->options->is_clean) {
        if (service->support.count) {
            char first[CLOCK_TEXT], last[CLOCK_TEXT];

            clock_format(service->support.first, false, first);
            clock_format(service->support.last, false, last);
            buffer_printf(&out, "\nexchanges with this service: %" PRIu64 ", from %s to %s",
                          service->support.count, first, last);
        }
        write_unit(&out, &service->ledger, LEDGER_EXCHANGES);
        write_unit(&out, &service->ledger, LEDGER_BODIES);
        write_noise(&out, service);
    }
    text = arena_copy(openapi->document.arena, buffer_slice(&out));
    if (out.failed || !text.at)
        openapi->document.failed = true;
    buffer_done(&out);
    return text;
}

/* A title may be shown as HTML by those who forget to escape it; no service key needs angle brackets. */
static struct slice title_of(struct openapi *openapi)
{
    struct slice title = arena_copy(openapi->document.arena, openapi->service->key);
    char *text = (char *)(uintptr_t)title.at;

    for (size_t i = 0; i < title.len; i++)
        text[i] = text[i] == '<' || text[i] == '>' ? '_' : text[i];
    return title.len ? title : SLICE("unnamed service");
}

static struct node *info_node(struct openapi *openapi)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    document_put_text(document, node, "title", title_of(openapi));
    document_put_text(document, node, "description", description_of(openapi));
    document_put_text(document, node, "version", version_of(openapi->service));
    return node;
}

/* Scheme and authority only; a host that holds anything else (braces would be variables) is not shown as
 * one. */
static bool is_server(struct slice url)
{
    struct slice rest;

    if (slice_starts_with(url, SLICE("https://")))
        rest = slice_make(url.at + 8, url.len - 8);
    else if (slice_starts_with(url, SLICE("http://")))
        rest = slice_make(url.at + 7, url.len - 7);
    else
        return false;
    for (size_t i = 0; i < rest.len; i++) {
        char byte = rest.at[i];
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');

        if (!is_letter && !(byte >= '0' && byte <= '9') && !(byte && strchr(".-_:[]~", byte)))
            return false;
    }
    return rest.len > 0;
}

static struct node *servers_node(struct openapi *openapi)
{
    struct document *document = &openapi->document;
    struct node *list = document_array(document);

    for (size_t i = 0; i < openapi->service->server_count; i++) {
        struct node *server;

        if (!is_server(openapi->service->servers[i]))
            continue;
        server = document_object(document);
        document_put_text(document, server, "url", openapi->service->servers[i]);
        document_add(document, list, server);
    }
    return document_count(list) ? list : NULL;
}

static int by_text(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static struct node *tags_node(struct openapi *openapi)
{
    struct document *document = &openapi->document;
    size_t count = openapi->service->endpoint_count;
    struct node *list = document_array(document);
    struct slice *tags = arena_get_array(document->arena, count + 1, sizeof *tags);

    if (!tags) {
        document->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        tags[i] = openapi->names[i].tag;
    qsort(tags, count, sizeof *tags, by_text);
    for (size_t i = 0; i < count; i++) {
        struct node *tag;

        if (i > 0 && slice_eq(tags[i], tags[i - 1]))
            continue;
        tag = document_object(document);
        document_put_text(document, tag, "name", tags[i]);
        document_add(document, list, tag);
    }
    return document_count(list) ? list : NULL;
}

/* ---- paths */

static size_t find_method(const struct openapi *openapi, const struct path_group *group, const char *method)
{
    for (size_t i = group->first; i != NO_ENDPOINT; i = openapi->next[i]) {
        struct slice here = openapi->service->endpoints[i].method;

        /* Methods are case-sensitive (RFC 9110 9.1): "get" is not the method OpenAPI means. */
        if (here.len == strlen(method) && slice_eq_nocase(here, slice_of(method)) && here.at[0] < 'a')
            return i;
    }
    return NO_ENDPOINT;
}

static bool is_described(const struct openapi *openapi, const struct path_group *group, size_t index)
{
    for (size_t method = 0; method < METHODS; method++) {
        if (find_method(openapi, group, methods[method]) == index)
            return true;
    }
    return false;
}

/* Methods OpenAPI has no place for, with their support. */
static struct node *other_methods(struct openapi *openapi, const struct path_group *group)
{
    struct document *document = &openapi->document;
    struct node *list = document_array(document), *node;

    for (size_t i = group->first; i != NO_ENDPOINT; i = openapi->next[i]) {
        const struct endpoint *endpoint = &openapi->service->endpoints[i];
        struct node *other;

        if (is_described(openapi, group, i))
            continue;
        other = openapi_support(openapi, &endpoint->support, openapi->service->support.count);
        document_put_text(document, other, "method", endpoint->method);
        document_add(document, list, other);
    }
    if (!document_count(list))
        return NULL;
    node = document_object(document);
    put(openapi, node, "otherMethods", list);
    return node;
}

static struct node *path_node(struct openapi *openapi, const struct path_group *group)
{
    struct node *node = document_object(&openapi->document);

    for (size_t method = 0; method < METHODS; method++) {
        size_t index = find_method(openapi, group, methods[method]);

        if (index != NO_ENDPOINT)
            put(openapi, node, methods[method], openapi_operation(openapi, group, index));
    }
    if (!openapi->options->is_clean)
        put(openapi, node, "x-plainsight", other_methods(openapi, group));
    return document_count(node) ? node : NULL;
}

static struct node *paths_node(struct openapi *openapi)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);
    size_t count = 0;
    struct path_group *groups = openapi_group_paths(openapi, &count);

    if (!groups) {
        document->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        document_put(document, node, groups[i].path, path_node(openapi, &groups[i]));
    return node;
}

static struct node *components_node(struct openapi *openapi)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document), *schemas = document_object(document);
    struct node *schemes = openapi_schemes(openapi);

    for (size_t i = 0; i < openapi->components.count; i++) {
        const struct object *object = openapi->components.named[i];

        document_put(document, schemas, object->name, schema_component(&openapi->writer, object));
    }
    if (document_count(schemas))
        put(openapi, node, "schemas", schemas);
    if (document_count(schemes))
        put(openapi, node, "securitySchemes", schemes);
    return document_count(node) ? node : NULL;
}

/* ---- the whole */

static struct node *document_node(struct openapi *openapi)
{
    struct document *document = &openapi->document;
    struct node *node = document_object(document);

    openapi->names = naming_service(openapi->service, document->arena);
    if (!openapi->names || !openapi_name_schemes(openapi) || !openapi_shape_bodies(openapi)) {
        document->failed = true;
        return NULL;
    }
    document_put_text(document, node, "openapi", openapi->options->is_30 ? SLICE("3.0.3") : SLICE("3.1.0"));
    put(openapi, node, "info", info_node(openapi));
    put(openapi, node, "servers", servers_node(openapi));
    put(openapi, node, "tags", tags_node(openapi));
    put(openapi, node, "paths", paths_node(openapi));
    put(openapi, node, "components", components_node(openapi));
    return node;
}

bool spec_openapi(const struct service *service, const struct spec_options *options, struct memory *account,
                  struct buffer *out, struct error *err)
{
    struct openapi openapi = { .service = service, .options = options };
    struct arena arena;
    struct node *node;
    bool failed;

    arena_init(&arena, account, 0);
    openapi.document.arena = &arena;
    openapi.writer = (struct schema_writer){ .document = &openapi.document,
                                             .is_30 = options->is_30,
                                             .is_clean = options->is_clean };
    shapes_init(&openapi.shapes, &arena, account);
    openapi.shapes.tells_classes = !options->is_clean;
    openapi.shapes.classifier = openapi.writer.classifier = options->classifier;
    components_init(&openapi.components, &openapi.shapes, &arena);
    node = document_node(&openapi);
    failed = openapi.document.failed || openapi.shapes.failed || openapi.shapes.desk.failed;
    if (!failed && options->is_yaml)
        document_yaml(node, out);
    else if (!failed)
        document_json(node, out);
    shapes_done(&openapi.shapes);
    arena_done(&arena);
    if (failed || out->failed)
        return error_set(err, ERROR_MEMORY, "no memory to write the OpenAPI document of %.*s",
                         (int)(service->key.len < 80 ? service->key.len : 80), service->key.at);
    return true;
}
