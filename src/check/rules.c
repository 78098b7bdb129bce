/* SPDX-License-Identifier: Apache-2.0 */
/* What tables cannot say of the document as a whole, its servers, components and security. */
#include "check/checker.h"
#include "contract/reference.h"

static bool has(const struct tree_node *node, const char *name)
{
    return tree_get(node, slice_of(name)) != NULL;
}

void check_exclusive(struct checker *checker, const struct tree_node *node, const char *first,
                     const char *second)
{
    if (has(node, first) && has(node, second))
        check_fault(checker, RULE_exclusive_fields, check_key_at(node, second),
                    "'%s' and '%s' exclude each other: keep one of them", first, second);
}

/* ---- the document */

static void check_tags(struct checker *checker, const struct tree_node *tags)
{
    struct table known;

    if (!tags || tags->kind != TREE_SEQUENCE)
        return;
    table_init(&known, checker->set->account);
    for (uint32_t i = 0; i < tags->count; i++) {
        const struct tree_node *name = TREE_GET(tags->elements[i], "name");

        if (name && name->kind == TREE_STRING && check_remember(checker, &known, name->text, name))
            check_fault(checker, RULE_duplicate_tag, tree_position(name), "there are two tags named '%.*s'",
                        NAME_ARG(name->text));
    }
    table_done(&known);
}

static void check_version_field(struct checker *checker, const struct tree_node *document)
{
    bool is_openapi = check_is_openapi(checker);
    const struct tree_node *version =
        is_openapi ? TREE_GET(document, "openapi") : TREE_GET(document, "swagger");
    struct slice text = tree_string(version);

    if (!version || version->kind != TREE_STRING)
        return;
    if (!is_openapi && !slice_eq(text, SLICE("2.0")))
        check_fault(checker, RULE_version_form, tree_position(version), "'swagger' must be '2.0', not '%.*s'",
                    NAME_ARG(text));
    else if (is_openapi && !check_version(text, "3"))
        check_fault(checker, RULE_version_form, tree_position(version),
                    "'openapi' must be a version number such as %s, not '%.*s'",
                    checker->format == CONTRACT_OPENAPI_31 ? "3.1.0" : "3.0.3", NAME_ARG(text));
}

/* "This MUST be the host only and does not include the scheme nor sub-paths. It MAY include a port." */
static bool is_host(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] <= ' ' || memchr("/{}?#\\", text.at[i], 6))
            return false;
    return text.len > 0;
}

static void check_address_20(struct checker *checker, const struct tree_node *document)
{
    const struct tree_node *host = TREE_GET(document, "host"), *base = TREE_GET(document, "basePath");
    struct slice path = tree_string(base);

    if (host && host->kind == TREE_STRING && !is_host(host->text))
        check_fault(checker, RULE_host_form, tree_position(host),
                    "'host' must be a name or address, perhaps with a port, not '%.*s': the scheme stands in "
                    "'schemes', "
                    "the path in 'basePath'",
                    NAME_ARG(host->text));
    if (base && base->kind == TREE_STRING && !slice_starts_with(path, SLICE("/")))
        check_fault(checker, RULE_base_path_form, tree_position(base), "'basePath' must begin with a slash");
    else if (path.len && (memchr(path.at, '{', path.len) || memchr(path.at, '}', path.len)))
        check_fault(checker, RULE_base_path_form, tree_position(base), "'basePath' may not be a template");
}

/* Another dialect has other keywords, and what ours say of them is wrong (OpenAPI 3.1.0, 4.8.24.5). */
bool check_knows_dialect(struct slice uri)
{
    return !uri.len || slice_starts_with(uri, SLICE("https://spec.openapis.org/oas/3.1/dialect/")) ||
           slice_eq(uri, SLICE("https://json-schema.org/draft/2020-12/schema")) ||
           slice_eq(uri, SLICE("https://json-schema.org/draft/2020-12/schema#"));
}

void check_document(struct checker *checker, const struct tree_node *node)
{
    check_version_field(checker, node);
    check_tags(checker, TREE_GET(node, "tags"));
    if (checker->format == CONTRACT_SWAGGER_20)
        check_address_20(checker, node);
    if (checker->format != CONTRACT_OPENAPI_31)
        return;
    if (!has(node, "paths") && !has(node, "components") && !has(node, "webhooks"))
        check_fault(checker, RULE_empty_document, tree_position(node),
                    "a document needs at least one of paths, components and webhooks");
}

void check_license(struct checker *checker, const struct tree_node *node)
{
    check_exclusive(checker, node, "identifier", "url");
}

/* ---- servers */

static void check_server_url(struct checker *checker, const struct tree_node *url,
                             const struct tree_node *variables)
{
    struct slice rest = tree_string(url), name;
    bool bad;

    while (check_template_next(&rest, &name, &bad))
        if (!tree_get(variables, name))
            check_fault(
                checker, RULE_undefined_variable, tree_position(url),
                "the variable '%.*s' of this URL is defined nowhere: give it a default under 'variables'",
                NAME_ARG(name));
    if (bad)
        check_fault(checker, RULE_url_form, tree_position(url), "the braces of this URL are not in pairs");
}

static bool names_variable(struct slice url, struct slice variable)
{
    struct slice name;
    bool bad;

    while (check_template_next(&url, &name, &bad))
        if (slice_eq(name, variable))
            return true;
    return false;
}

void check_server(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *url = TREE_GET(node, "url"), *variables = TREE_GET(node, "variables");

    if (!url || url->kind != TREE_STRING)
        return;
    check_server_url(checker, url, variables);
    for (uint32_t i = 0; variables && variables->kind == TREE_MAPPING && i < variables->count; i++)
        if (check_step(checker, url->text.len) && !names_variable(url->text, variables->members[i].key))
            check_fault(checker, RULE_unused_variable, tree_key_position(variables, &variables->members[i]),
                        "the URL of this server has no {%.*s}", NAME_ARG(variables->members[i].key));
}

static bool has_element(const struct tree_node *list, struct slice text)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->elements[i]->kind == TREE_STRING && slice_eq(list->elements[i]->text, text))
            return true;
    return false;
}

/* 3.1.0, 4.8.6: MUST; 3.0.3, 4.7.6: SHOULD. */
void check_server_variable(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *choices = TREE_GET(node, "enum"), *fallback = TREE_GET(node, "default");
    bool must = checker->format == CONTRACT_OPENAPI_31;

    if (!choices || choices->kind != TREE_SEQUENCE)
        return;
    if (!choices->count)
        (must ? check_fault : check_warning)(checker, RULE_empty_list, tree_position(choices),
                                             "'enum' allows no value at all");
    else if (fallback && fallback->kind == TREE_STRING && !has_element(choices, fallback->text))
        (must ? check_fault : check_warning)(checker, RULE_server_variable_default, tree_position(fallback),
                                             "the default '%.*s' is none of 'enum'",
                                             NAME_ARG(fallback->text));
}

/* ---- components */

void check_components(struct checker *checker, const struct tree_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_node *section = node->members[i].value;

        if (check_is_extension(node->members[i].key) || section->kind != TREE_MAPPING)
            continue;
        for (uint32_t j = 0; j < section->count; j++)
            if (!check_component_name(section->members[j].key))
                check_fault(checker, RULE_component_name, tree_key_position(section, &section->members[j]),
                            "the name '%.*s' may only have letters, digits, '.', '-' and '_'",
                            NAME_ARG(section->members[j].key));
    }
}

/* ---- security */

/* What each type of scheme needs; of Swagger 2.0 each flow of oauth2 is a type of its own. */
static const struct scheme {
    const char *type, *flow;
    const char *needs, *also;
} schemes[] = {
    { "apiKey", NULL, "name in", "" },
    { "http", NULL, "scheme", "bearerFormat" },
    { "mutualTLS", NULL, "", "" },
    { "basic", NULL, "", "" },
    { "openIdConnect", NULL, "openIdConnectUrl", "" },
    { "oauth2", NULL, "flows", "" },
    { "oauth2", "implicit", "flow authorizationUrl scopes", "" },
    { "oauth2", "password", "flow tokenUrl scopes", "" },
    { "oauth2", "application", "flow tokenUrl scopes", "" },
    { "oauth2", "accessCode", "flow authorizationUrl tokenUrl scopes", "" },
    { "oauth2", "", "flow scopes", "authorizationUrl tokenUrl" },
};

static const struct scheme *find_type(const struct checker *checker, struct slice type, struct slice flow)
{
    bool has_flow = !check_is_openapi(checker) && slice_eq(type, SLICE("oauth2"));

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (slice_eq(type, slice_of(schemes[i].type)) && !schemes[i].flow == !has_flow &&
            (!has_flow || slice_eq(flow, slice_of(schemes[i].flow))))
            return &schemes[i];
    return NULL;
}

void check_security_scheme(struct checker *checker, const struct tree_node *node)
{
    const struct scheme *scheme =
        find_type(checker, tree_string(TREE_GET(node, "type")), tree_string(TREE_GET(node, "flow")));
    struct slice rest = scheme ? slice_of(scheme->needs) : SLICE("");

    while (rest.len) {
        struct slice name = slice_cut(&rest, ' ');

        if (!tree_get(node, name))
            check_fault(checker, RULE_missing_field, tree_position(node),
                        "a security scheme of type %s needs '%.*s'", scheme->type, SLICE_ARG(name));
    }
    for (uint32_t i = 0; scheme && i < node->count; i++) {
        struct slice name = node->members[i].key;

        /* A reader may think that it counts. */
        if (check_field_find(&checker->objects[KIND_SECURITY_SCHEME], name) &&
            !check_is_choice(name, "type description") && !check_is_choice(name, scheme->needs) &&
            !check_is_choice(name, scheme->also))
            check_fault(checker, RULE_misplaced_field, tree_key_position(node, &node->members[i]),
                        "'%.*s' means nothing in a security scheme of type %s", SLICE_ARG(name),
                        scheme->type);
    }
}

static const struct tree_node *find_scheme(struct checker *checker, struct slice name)
{
    const struct tree_node *defined = check_is_openapi(checker)
                                          ? TREE_GET(TREE_GET(checker->root, "components"), "securitySchemes")
                                          : TREE_GET(checker->root, "securityDefinitions");

    return tree_get(defined, name);
}

static bool has_scope(const struct checker *checker, const struct tree_node *scheme, struct slice scope)
{
    const struct tree_node *flows = TREE_GET(scheme, "flows");

    if (checker->format == CONTRACT_SWAGGER_20)
        return tree_get(TREE_GET(scheme, "scopes"), scope);
    for (uint32_t i = 0; flows && flows->kind == TREE_MAPPING && i < flows->count; i++)
        if (tree_get(TREE_GET(flows->members[i].value, "scopes"), scope))
            return true;
    return false;
}

static void check_scopes(struct checker *checker, const struct tree_node *scheme,
                         const struct tree_member *requirement)
{
    const struct tree_node *scopes = requirement->value;
    struct slice type = tree_string(TREE_GET(scheme, "type"));
    bool is_oauth = slice_eq(type, SLICE("oauth2"));

    if (scopes->kind != TREE_SEQUENCE || !type.len)
        return;
    /* 3.1.0, 4.8.30: others may name roles; before, they may not. */
    if (!is_oauth && !slice_eq(type, SLICE("openIdConnect"))) {
        if (scopes->count && checker->format != CONTRACT_OPENAPI_31)
            check_fault(checker, RULE_needless_scope, tree_position(scopes->elements[0]),
                        "a security scheme of type %.*s has no scopes: the list must be empty",
                        NAME_ARG(type));
        return;
    }
    for (uint32_t i = 0; is_oauth && i < scopes->count; i++)
        if (scopes->elements[i]->kind == TREE_STRING &&
            !has_scope(checker, scheme, scopes->elements[i]->text))
            check_fault(checker, RULE_undefined_scope, tree_position(scopes->elements[i]),
                        "no flow of '%.*s' has the scope '%.*s'", NAME_ARG(requirement->key),
                        NAME_ARG(scopes->elements[i]->text));
}

void check_requirement(struct checker *checker, const struct tree_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_member *member = &node->members[i];
        const struct tree_node *scheme = find_scheme(checker, member->key);

        if (!scheme)
            check_fault(checker, RULE_undefined_scheme, tree_key_position(node, member),
                        "no security scheme is named '%.*s': define it under %s", NAME_ARG(member->key),
                        check_is_openapi(checker) ? "components.securitySchemes" : "securityDefinitions");
        else if ((scheme = reference_follow(checker->set, scheme)))
            check_scopes(checker, scheme, member);
    }
}
