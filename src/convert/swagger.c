/* SPDX-License-Identifier: Apache-2.0 */
/* The root of Swagger 2.0: addresses become servers, four sections become components. */
#include "convert/parts.h"

/* ---- lists of words: media types, schemes */

/* Each once. More than anybody names would multiply whatever stands under each of them. */
static struct convert_types words_of(struct converter *converter, const struct tree_node *node)
{
    struct slice *types = convert_get(converter, node->count, sizeof *types);
    size_t count = 0;

    for (uint32_t i = 0; types && i < node->count; i++) {
        struct slice type = tree_string(node->elements[i]);
        size_t same = 0;

        while (same < count && !slice_eq_nocase(types[same], type))
            same++;
        if (!type.len || same < count)
            continue;
        if (count == CONVERT_TYPES_MOST) {
            CONVERT_NOTE(converter, node, "long-list", "more than %d entries: the others are left out",
                         CONVERT_TYPES_MOST);
            break;
        }
        types[count++] = type;
    }
    return (struct convert_types){ types, count };
}

static const struct slice any_type[] = { SLICE_TEXT("*/*") };

struct convert_types convert_types_of(struct converter *converter, const struct tree_node *node,
                                      struct convert_types otherwise)
{
    struct convert_types any = { any_type, 1 }, said;

    if (!node || node->kind != TREE_SEQUENCE)
        return otherwise;
    said = words_of(converter, node);
    return said.count ? said : any;
}

bool convert_types_equal(struct convert_types a, struct convert_types b)
{
    if (a.count != b.count)
        return false;
    for (size_t i = 0; i < a.count; i++) {
        if (!slice_eq(a.types[i], b.types[i]))
            return false;
    }
    return true;
}

/* ---- servers */

/* Without slashes at its end, which paths begin with. */
static struct slice base_path(const struct converter *converter)
{
    struct slice base = slice_trim(tree_string(TREE_GET(converter->root, "basePath")));

    while (base.len && base.at[base.len - 1] == '/')
        base.len--;
    return base;
}

static void add_server(struct converter *converter, struct node *servers, struct slice scheme,
                       struct slice host)
{
    struct document *document = converter->document;
    struct node *server = document_object(document);
    struct slice base = base_path(converter), url;

    if (!host.len && !base.len)
        return;
    url = arena_printf(document->arena, "%.*s%s%s%.*s%s%.*s", SLICE_ARG(scheme), scheme.len ? ":" : "",
                       host.len ? "//" : "", SLICE_ARG(host), base.len && base.at[0] != '/' ? "/" : "",
                       SLICE_ARG(base));
    if (!url.at) {
        document->failed = true;
        return;
    }
    document_put_text(document, server, "url", url);
    document_add(document, servers, server);
}

/* NULL: nothing is said. Without schemes the one counts by which the document was read (2.0, Swagger Object):
 * "//host" says the same. */
struct node *convert_servers(struct converter *converter, const struct tree_node *schemes)
{
    struct slice host = slice_trim(tree_string(TREE_GET(converter->root, "host")));
    struct convert_types said = { NULL, 0 };
    struct node *servers = document_array(converter->document);

    if (schemes && schemes->kind == TREE_SEQUENCE)
        said = words_of(converter, schemes);
    if (said.count && !host.len)
        CONVERT_NOTE(converter, schemes, "scheme-without-host",
                     "without a host OpenAPI 3 has no word for schemes: the server is relative");
    for (size_t i = 0; host.len && i < said.count; i++)
        add_server(converter, servers, said.types[i], host);
    if (!document_count(servers))
        add_server(converter, servers, SLICE(""), host);
    return document_count(servers) ? servers : NULL;
}

/* ---- security */

/* Names of schemes may have changed. */
static struct node *requirement(struct converter *converter, const struct tree_node *node)
{
    struct node *object;

    if (node->kind != TREE_MAPPING)
        return document_tree(converter->document, node);
    object = document_object(converter->document);
    for (uint32_t i = 0; i < node->count; i++) {
        struct slice key = node->members[i].key;
        struct slice name = convert_name(converter, SLICE("securityDefinitions"), key);

        /* The new name may stand beside it, as that of nothing so far. */
        if (slice_eq(name, key) || !tree_get(node, name))
            document_put(converter->document, object, name,
                         document_tree(converter->document, node->members[i].value));
    }
    document_flow_like(object, node);
    return object;
}

struct node *convert_security(struct converter *converter, const struct tree_node *requirements)
{
    struct node *array;

    if (requirements->kind != TREE_SEQUENCE)
        return document_tree(converter->document, requirements);
    array = document_array(converter->document);
    for (uint32_t i = 0; i < requirements->count; i++)
        document_add(converter->document, array, requirement(converter, requirements->elements[i]));
    document_flow_like(array, requirements);
    return array;
}

/* ---- components */

static struct node *section_node(struct converter *converter, const char *section)
{
    struct node *object = document_get(converter->components, section);

    if (!object) {
        object = document_object(converter->document);
        document_put(converter->document, converter->components, slice_of(section), object);
    }
    return object;
}

static void put_component(struct converter *converter, const char *section, enum convert_kind kind,
                          struct slice name, const struct tree_node *value)
{
    const struct place *place = convert_place(converter, NULL, SLICE("components"));

    place = convert_place(converter, convert_place(converter, place, slice_of(section)), name);
    document_put(converter->document, section_node(converter, section), name,
                 convert_object(converter, kind, value, place));
}

/* Form parameters have no component in 3.x: they stand where they are used. */
static void put_parameter(struct converter *converter, struct slice name, const struct tree_node *value)
{
    const struct tree_node *parameter = reference_follow(converter->set, value);
    struct slice in = tree_string(TREE_GET(parameter, "in"));

    if (slice_eq_nocase(in, SLICE("body")))
        put_component(converter, "requestBodies", CONVERT_REQUEST_BODY, name, value);
    else if (!slice_eq_nocase(in, SLICE("formData")))
        put_component(converter, "parameters", CONVERT_PARAMETER, name, value);
}

static void put_section(struct converter *converter, struct slice key, const struct tree_node *node)
{
    const struct tree_node *map = convert_in_place(converter, node, TREE_MAPPING);

    for (uint32_t i = 0; map && i < map->count; i++) {
        const struct tree_node *value = map->members[i].value;
        struct slice name = convert_name(converter, key, map->members[i].key);

        if (slice_eq(key, SLICE("definitions")))
            put_component(converter, "schemas", CONVERT_SCHEMA, name, value);
        else if (slice_eq(key, SLICE("parameters")))
            put_parameter(converter, name, value);
        else if (slice_eq(key, SLICE("responses")))
            put_component(converter, "responses", CONVERT_RESPONSE, name, value);
        else
            put_component(converter, "securitySchemes", CONVERT_SECURITY_SCHEME, name, value);
    }
}

static bool is_section(struct slice key)
{
    static const char *const names[] = { "definitions", "parameters", "responses", "securityDefinitions" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (slice_eq(key, slice_of(names[i])))
            return true;
    }
    return false;
}

/* `components` stands where the last of the four sections stood. */
static void root_section(struct converter *converter, const struct tree_member *member, struct node *object)
{
    const struct tree_node *root = converter->root;
    const struct tree_member *end = root->members + root->count;

    put_section(converter, member->key, member->value);
    for (const struct tree_member *later = member + 1; later < end; later++) {
        if (is_section(later->key))
            return;
    }
    if (!document_count(converter->components))
        return;
    converter->components_placed = true;
    convert_put(converter, object, SLICE("components"), converter->components);
}

/* ---- the root */

static bool is_url(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.at[i] <= ' ')
            return false;
    }
    return true;
}

/* Terms of service may be any text in 2.0. */
static struct node *info_node(struct converter *converter, const struct tree_node *info)
{
    struct node *object;

    if (info->kind != TREE_MAPPING || is_url(tree_string(TREE_GET(info, "termsOfService"))))
        return document_tree(converter->document, info);
    object = document_object(converter->document);
    for (uint32_t i = 0; i < info->count; i++) {
        struct slice key = info->members[i].key;
        bool is_terms = slice_eq(key, SLICE("termsOfService"));

        convert_put(converter, object, is_terms ? SLICE("x-termsOfService") : key,
                    document_tree(converter->document, info->members[i].value));
    }
    CONVERT_NOTE(converter, TREE_GET(info, "termsOfService"), "no-url",
                 "terms of service are a URL in OpenAPI 3: the text is kept as x-termsOfService");
    return object;
}

static bool is_address(struct slice key)
{
    return slice_eq(key, SLICE("host")) || slice_eq(key, SLICE("basePath")) ||
           slice_eq(key, SLICE("schemes"));
}

/* Words that 2.0 does not have, and that have a meaning in the result. */
static bool is_of_30(struct slice key)
{
    static const char *const names[] = { "openapi", "components", "servers" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (slice_eq(key, slice_of(names[i])))
            return true;
    }
    return false;
}

static void put_aside(struct converter *converter, const struct tree_member *member, struct node *object)
{
    struct slice key = arena_printf(converter->document->arena, "x-%.*s", SLICE_ARG(member->key));

    if (!document_member(object, key) && !tree_get(converter->root, key))
        document_put(converter->document, object, key, document_tree(converter->document, member->value));
    CONVERT_NOTE(converter, member->value, "unknown-member",
                 "Swagger 2.0 has no '%.*s': it is kept behind x-", SLICE_ARG(member->key));
}

static void root_member(struct converter *converter, const struct tree_member *member, struct node *object)
{
    const struct tree_node *root = converter->root;

    if (slice_eq(member->key, SLICE("swagger")))
        convert_put(converter, object, SLICE("openapi"),
                    document_text(converter->document,
                                  converter->to == CONTRACT_OPENAPI_31 ? SLICE("3.1.0") : SLICE("3.0.3")));
    else if (is_address(member->key) && !document_get(object, "servers"))
        document_put(converter->document, object, SLICE("servers"),
                     convert_servers(converter, TREE_GET(root, "schemes")));
    else if (slice_eq(member->key, SLICE("security")))
        convert_put(converter, object, member->key, convert_security(converter, member->value));
    else if (is_of_30(member->key))
        put_aside(converter, member, object);
    else if (slice_eq(member->key, SLICE("info")))
        convert_put(converter, object, member->key, info_node(converter, member->value));
    else if (is_section(member->key))
        root_section(converter, member, object);
    else if (!is_address(member->key) && !slice_eq(member->key, SLICE("consumes")) &&
             !slice_eq(member->key, SLICE("produces")))
        convert_member(converter, CONVERT_ROOT, member, object, NULL);
}

/* What nobody used is said here, once all uses are known. */
static void note_unused_forms(struct converter *converter)
{
    const struct tree_node *map = TREE_GET(converter->root, "parameters");

    for (uint32_t i = 0; map && map->kind == TREE_MAPPING && i < map->count; i++) {
        const struct tree_node *parameter = reference_follow(converter->set, map->members[i].value);

        if (slice_eq_nocase(tree_string(TREE_GET(parameter, "in")), SLICE("formData")) &&
            !convert_has_spot(converter, CONVERT_VALUE, parameter))
            CONVERT_NOTE(converter, parameter, "unused-form",
                         "the form parameter '%.*s' is used nowhere: left out",
                         SLICE_ARG(map->members[i].key));
    }
}

struct node *convert_swagger_root(struct converter *converter, const struct tree_node *node,
                                  const struct place *place)
{
    struct node *object = document_object(converter->document);
    struct convert_types unsaid = { any_type, 1 };

    converter->all_consumes = convert_types_of(converter, TREE_GET(node, "consumes"), unsaid);
    converter->all_produces = convert_types_of(converter, TREE_GET(node, "produces"), unsaid);
    converter->consumes = converter->all_consumes;
    converter->produces = converter->all_produces;
    for (uint32_t i = 0; i < node->count && !converter->stopped; i++)
        root_member(converter, &node->members[i], object);
    note_unused_forms(converter);
    return object;
}
