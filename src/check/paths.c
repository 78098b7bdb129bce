/* SPDX-License-Identifier: Apache-2.0 */
/* What tables cannot say of paths and operations: templates and the parameters that stand for them, responses. */
#include "check/checker.h"
#include "contract/reference.h"

static const char *const methods[] = { "get", "put", "post", "delete", "options", "head", "patch", "trace" };
#define METHODS (sizeof methods / sizeof *methods)

/* A path with what its key stands for: the item that is written there, and the one that it refers to. */
struct path {
    struct checker *checker;
    const struct tree_node *paths;
    const struct tree_member *member;
    const struct tree_node *items[2]; /* or NULL */
};

static const struct tree_node *list_of(const struct tree_node *node, const char *name)
{
    const struct tree_node *list = tree_get(node, slice_of(name));

    return list && list->kind == TREE_SEQUENCE ? list : NULL;
}

/* ---- parameters of a path */

/* The name of a path parameter; empty when it is another one, or unreadable. */
static struct slice path_parameter(struct checker *checker, const struct tree_node *parameter)
{
    parameter = reference_follow(checker->set, parameter);
    return slice_eq(tree_string(TREE_GET(parameter, "in")), SLICE("path"))
               ? tree_string(TREE_GET(parameter, "name"))
               : SLICE("");
}

static bool declares(struct checker *checker, const struct tree_node *node, struct slice name)
{
    const struct tree_node *list = list_of(node, "parameters");

    for (uint32_t i = 0; list && i < list->count; i++) {
        /* Who gives up says nothing about what it did not see. */
        if (!check_step(checker, 1) || slice_eq(path_parameter(checker, list->elements[i]), name))
            return true;
    }
    return false;
}

/* Through a reference, too, that has no business there: that is said elsewhere. */
static const struct tree_node *operation_of(const struct path *path, size_t item, const char *method)
{
    return reference_follow(path->checker->set, tree_get(path->items[item], slice_of(method)));
}

/* Calls are counted; those that lack the parameter are told when `tells`. */
static size_t count_lacking(const struct path *path, struct slice name, size_t *operations, bool tells)
{
    size_t lacking = 0;

    for (size_t i = 0; i < 2; i++)
        for (size_t m = 0; m < METHODS; m++) {
            const struct tree_node *operation = operation_of(path, i, methods[m]);

            if (!operation || operation->kind != TREE_MAPPING)
                continue;
            *operations += 1;
            if (declares(path->checker, operation, name))
                continue;
            lacking++;
            if (tells)
                check_fault(path->checker, RULE_undeclared_path_parameter,
                            check_key_at(path->items[i], methods[m]),
                            "this operation does not declare the path parameter '%.*s'", NAME_ARG(name));
        }
    return lacking;
}

/* 3.1.0, 4.8.8.2: in the path item, or in each of its operations; items without any need none. */
static void check_declared(const struct path *path, struct slice name)
{
    size_t operations = 0, lacking;

    if (declares(path->checker, path->items[0], name) || declares(path->checker, path->items[1], name))
        return;
    lacking = count_lacking(path, name, &operations, false);
    if (!lacking)
        return;
    if (lacking < operations)
        count_lacking(path, name, &operations, true);
    else
        check_fault(path->checker, RULE_undeclared_path_parameter,
                    tree_key_position(path->paths, path->member), "no parameter of this path declares '%.*s'",
                    NAME_ARG(name));
}

static bool template_has(struct slice template, struct slice name)
{
    struct slice part;
    bool bad;

    while (check_template_next(&template, &part, &bad))
        if (slice_eq(part, name))
            return true;
    return false;
}

static void check_unused(const struct path *path, const struct tree_node *node)
{
    const struct tree_node *list = list_of(node, "parameters");

    for (uint32_t i = 0; list && i < list->count; i++) {
        struct slice name = path_parameter(path->checker, list->elements[i]);

        if (name.len && check_step(path->checker, 1 + path->member->key.len / 16) &&
            !template_has(path->member->key, name))
            check_fault(path->checker, RULE_unused_path_parameter, tree_position(list->elements[i]),
                        "the path '%.*s' has no {%.*s}", NAME_ARG(path->member->key), NAME_ARG(name));
    }
}

static void check_path_parameters(const struct path *path)
{
    struct slice rest = path->member->key, name;
    bool bad;

    while (check_template_next(&rest, &name, &bad)) {
        struct slice before = slice_make(path->member->key.at, (size_t)(name.at - path->member->key.at) - 1);

        if (!check_step(path->checker, 1 + before.len / 16))
            return;
        if (template_has(before, name))
            check_fault(path->checker, RULE_repeated_path_parameter,
                        tree_key_position(path->paths, path->member), "'{%.*s}' stands twice in this path",
                        NAME_ARG(name));
        else
            check_declared(path, name);
    }
    for (size_t i = 0; i < 2; i++) {
        check_unused(path, path->items[i]);
        for (size_t m = 0; m < METHODS; m++)
            check_unused(path, operation_of(path, i, methods[m]));
    }
}

/* ---- paths */

static bool is_template(struct slice text)
{
    struct slice name;
    bool bad;

    while (check_template_next(&text, &name, &bad))
        ;
    return !bad;
}

/* "/users/{}/orders" of "/users/{id}/orders" */
static struct slice without_names(struct checker *checker, struct slice template)
{
    char *plain = arena_get(&checker->arena, template.len + 1);
    size_t len = 0;
    bool inside = false;

    if (!plain) {
        check_failed(checker);
        return template;
    }
    for (size_t i = 0; i < template.len; i++) {
        inside = inside && template.at[i] != '}';
        if (!inside)
            plain[len++] = template.at[i];
        inside = inside || template.at[i] == '{';
    }
    return slice_make(plain, len);
}

static void check_path_key(struct checker *checker, const struct tree_node *paths,
                           const struct tree_member *member, struct table *known)
{
    struct position at = tree_key_position(paths, member);
    const struct tree_member *twin;

    if (!slice_starts_with(member->key, SLICE("/")))
        check_fault(checker, RULE_path_slash, at, "the path '%.*s' must begin with a slash",
                    NAME_ARG(member->key));
    if (member->key.len &&
        (memchr(member->key.at, '?', member->key.len) || memchr(member->key.at, '#', member->key.len)))
        check_fault(checker, RULE_path_query, at,
                    "a path has no query and no fragment: declare parameters in the query instead");
    if (!is_template(member->key)) {
        check_fault(checker, RULE_path_template, at,
                    "the braces of this path are not in pairs, nested or empty");
        return;
    }
    twin = check_remember(checker, known, without_names(checker, member->key), member);
    if (!twin || slice_eq(twin->key, member->key)) /* the very same key: the reader said so */
        return;
    /* Swagger 2.0 does not say so, but nobody can tell them apart either. */
    (checker->format == CONTRACT_SWAGGER_20 ? check_warning : check_fault)(
        checker, RULE_duplicate_path, at, "this path is the same as '%.*s': only names of parameters differ",
        NAME_ARG(twin->key));
}

void check_paths(struct checker *checker, const struct tree_node *node)
{
    struct table known;

    table_init(&known, checker->set->account);
    for (uint32_t i = 0; i < node->count; i++) {
        const struct tree_member *member = &node->members[i];
        struct path path = { checker, node, member, { member->value, NULL } };

        if (check_is_extension(member->key))
            continue;
        check_path_key(checker, node, member, &known);
        if (reference_is(member->value, NULL))
            path.items[1] = reference_follow(checker->set, member->value);
        if (is_template(member->key))
            check_path_parameters(&path);
    }
    table_done(&known);
}

/* ---- path items */

static void check_duplicates(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *list = list_of(node, "parameters");
    struct table known;

    table_init(&known, checker->set->account);
    for (uint32_t i = 0; list && i < list->count; i++) {
        const struct tree_node *parameter = reference_follow(checker->set, list->elements[i]);
        struct slice name = tree_string(TREE_GET(parameter, "name")),
                     place = tree_string(TREE_GET(parameter, "in"));
        struct slice key = arena_printf(&checker->arena, "%.*s %.*s", SLICE_ARG(place), SLICE_ARG(name));

        if (place.len && name.len && key.at && check_remember(checker, &known, key, parameter))
            check_fault(checker, RULE_duplicate_parameter, tree_position(list->elements[i]),
                        "there are two parameters '%.*s' in %.*s", NAME_ARG(name), NAME_ARG(place));
    }
    table_done(&known);
}

static bool has_body_20(struct checker *checker, const struct tree_node *operation)
{
    const struct tree_node *list = list_of(operation, "parameters");

    for (uint32_t i = 0; list && i < list->count; i++)
        if (check_is_choice(tree_string(TREE_GET(reference_follow(checker->set, list->elements[i]), "in")),
                            "body formData"))
            return true;
    return false;
}

/* 3.0.3, 4.7.10: where HTTP is vague about a body it is ignored; 3.1.0: it SHOULD be avoided. */
static void check_body_of(struct checker *checker, const struct tree_node *item, const char *method)
{
    const struct tree_node *operation = tree_get(item, slice_of(method));
    bool is_old = checker->format == CONTRACT_SWAGGER_20;

    if (!check_is_choice(slice_of(method), "get head delete options trace"))
        return;
    if (is_old ? has_body_20(checker, operation) : TREE_GET(operation, "requestBody") != NULL)
        check_fault(checker, RULE_ignored_body,
                    check_key_at(operation, is_old ? "parameters" : "requestBody"),
                    "HTTP gives the body of %s no meaning: many will not send it", method);
}

static void check_overlay(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *target = reference_follow(checker->set, node);

    for (uint32_t i = 0; target && target != node && i < node->count; i++) {
        const struct tree_member *member = &node->members[i];

        if (!slice_eq(member->key, SLICE("$ref")) && tree_get(target, member->key))
            check_fault(checker, RULE_ambiguous_path_item, tree_key_position(node, member),
                        "the path item that is referred to has '%.*s' too: which of them counts is undefined",
                        NAME_ARG(member->key));
    }
}

void check_path_item(struct checker *checker, const struct tree_node *node)
{
    if (reference_is(node, NULL)) {
        check_reference(checker, SLICE("$ref"), node, KIND_PATH_ITEM);
        check_overlay(checker, node);
    }
    check_duplicates(checker, node);
    for (size_t i = 0; i < METHODS; i++) {
        check_body_of(checker, node, methods[i]);
        if (checker->format == CONTRACT_SWAGGER_20)
            check_bodies_20(checker, node, tree_get(node, slice_of(methods[i])));
    }
}

/* ---- operations */

void check_operation(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *id = TREE_GET(node, "operationId"), *other;

    check_duplicates(checker, node);
    check_unique(checker, SLICE("tags"), TREE_GET(node, "tags"), false);
    if (!id || id->kind != TREE_STRING)
        return;
    other = check_remember(checker, &checker->operations, id->text, id);
    if (other && other != id)
        check_fault(checker, RULE_duplicate_operation_id, tree_position(id),
                    "the operationId '%.*s' is also that of the operation at line %u", NAME_ARG(id->text),
                    other->line);
}

void check_responses(struct checker *checker, const struct tree_node *node)
{
    size_t responses = 0;

    for (uint32_t i = 0; i < node->count; i++) {
        struct slice code = node->members[i].key;

        if (check_is_extension(code))
            continue;
        responses++;
        if (!slice_eq(code, SLICE("default")) && !check_response_code(code, check_is_openapi(checker)))
            check_fault(checker, RULE_response_code, tree_key_position(node, &node->members[i]),
                        "'%.*s' is neither a status%s nor 'default'", NAME_ARG(code),
                        check_is_openapi(checker) ? ", a range such as 2XX" : "");
    }
    if (!responses)
        check_fault(checker, RULE_no_response, tree_position(node),
                    "an operation needs at least one response");
}

/* ---- callbacks and links */

/* "$request.body#/url", or a text that holds {$request.body#/url}; any other text is one too. */
static void check_expressions(struct checker *checker, struct position at, struct slice text)
{
    struct slice name;
    bool bad;

    if (slice_starts_with(text, SLICE("$"))) {
        if (!check_expression(text))
            check_fault(checker, RULE_runtime_expression, at, "'%.*s' is no runtime expression",
                        NAME_ARG(text));
        return;
    }
    while (check_template_next(&text, &name, &bad))
        if (slice_starts_with(name, SLICE("$")) && !check_expression(name))
            check_fault(checker, RULE_runtime_expression, at, "'%.*s' is no runtime expression",
                        NAME_ARG(name));
}

void check_callback(struct checker *checker, const struct tree_node *node)
{
    for (uint32_t i = 0; i < node->count; i++)
        if (!check_is_extension(node->members[i].key))
            check_expressions(checker, tree_key_position(node, &node->members[i]), node->members[i].key);
}

struct check_link {
    struct check_link *next;
    const struct tree_node *id; /* operationId */
};

/* Of a reference within the file: "#/paths/~1users/get". */
static void check_operation_reference(struct checker *checker, const struct tree_node *reference)
{
    struct slice pointer = tree_string(reference);
    const struct tree_node *target;

    if (!slice_starts_with(pointer, SLICE("#")))
        return;
    pointer = check_decode(checker, slice_make(pointer.at + 1, pointer.len - 1));
    target = tree_pointer(reference->file->root, pointer);
    if (!target || target->kind != TREE_MAPPING)
        check_fault(checker, RULE_link_target, tree_position(reference), "'%.*s' leads to no operation",
                    NAME_ARG(reference->text));
}

void check_link(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *id = TREE_GET(node, "operationId"), *reference = TREE_GET(node, "operationRef");
    const struct tree_node *parameters = TREE_GET(node, "parameters"), *body = TREE_GET(node, "requestBody");
    struct check_link *link;

    check_exclusive(checker, node, "operationId", "operationRef");
    if (!id && !reference)
        check_fault(checker, RULE_missing_field, tree_position(node),
                    "a link needs 'operationId' or 'operationRef'");
    check_operation_reference(checker, reference);
    for (uint32_t i = 0; parameters && parameters->kind == TREE_MAPPING && i < parameters->count; i++)
        check_expressions(checker, tree_position(parameters->members[i].value),
                          tree_string(parameters->members[i].value));
    check_expressions(checker, tree_position(body), tree_string(body));
    if (!id || id->kind != TREE_STRING)
        return;
    link = arena_get(&checker->arena, sizeof *link);
    if (!link) {
        check_failed(checker);
        return;
    }
    *link = (struct check_link){ checker->links, id };
    checker->links = link;
}

void check_links(struct checker *checker)
{
    for (const struct check_link *link = checker->links; link; link = link->next)
        if (!table_find(&checker->operations, link->id->text))
            check_fault(checker, RULE_link_target, tree_position(link->id),
                        "no operation has the operationId '%.*s'", NAME_ARG(link->id->text));
}
