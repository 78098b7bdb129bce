/* SPDX-License-Identifier: Apache-2.0 */
/* What tables cannot say of parameters, headers, bodies and examples in OpenAPI 3. */
#include "check/checker.h"
#include "contract/reference.h"

static bool is_true(const struct tree_node *node, const char *name)
{
    return tree_is_true(tree_get(node, slice_of(name)));
}

void check_path_required(struct checker *checker, const struct tree_node *node)
{
    if (slice_eq(tree_string(TREE_GET(node, "in")), SLICE("path")) && !is_true(node, "required"))
        check_fault(checker, RULE_optional_path_parameter, check_value_at(node, "required"),
                    "the path parameter '%.*s' must say `required: true`",
                    NAME_ARG(tree_string(TREE_GET(node, "name"))));
}

/* ---- examples */

/* The value of an entry of `examples`; NULL: it stands elsewhere. */
static const struct tree_node *example_value(struct checker *checker, const struct tree_node *example)
{
    return TREE_GET(reference_follow(checker->set, example), "value");
}

static void check_examples(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *schema = TREE_GET(node, "schema"), *example = TREE_GET(node, "example");
    const struct tree_node *examples = TREE_GET(node, "examples");

    if (!schema)
        return;
    if (example)
        check_fit(checker, RULE_example_mismatch, "example", schema, example);
    for (uint32_t i = 0; examples && examples->kind == TREE_MAPPING && i < examples->count; i++) {
        const struct tree_node *value = example_value(checker, examples->members[i].value);

        if (value)
            check_fit(checker, RULE_example_mismatch, "example", schema, value);
    }
}

void check_example(struct checker *checker, const struct tree_node *node)
{
    check_exclusive(checker, node, "value", "externalValue");
}

/* ---- content */

static bool is_json(struct slice type)
{
    struct slice name = slice_trim(slice_cut(&type, ';'));

    return slice_eq_nocase(name, SLICE("application/json")) || slice_ends_with_nocase(name, SLICE("+json"));
}

/* Examples of other types than JSON are text in whatever form. */
static void check_content(struct checker *checker, const struct tree_node *content)
{
    for (uint32_t i = 0; content && content->kind == TREE_MAPPING && i < content->count; i++) {
        const struct tree_member *member = &content->members[i];

        if (!check_media_type(member->key))
            check_fault(checker, RULE_media_type_form, tree_key_position(content, member),
                        "'%.*s' is no media type: it should look like application/json",
                        NAME_ARG(member->key));
        if (is_json(member->key))
            check_examples(checker, member->value);
    }
}

void check_request_body(struct checker *checker, const struct tree_node *node)
{
    check_content(checker, TREE_GET(node, "content"));
}

void check_media(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *schema = TREE_GET(node, "schema"), *encoding = TREE_GET(node, "encoding");

    check_exclusive(checker, node, "example", "examples");
    for (uint32_t i = 0; schema && encoding && encoding->kind == TREE_MAPPING && i < encoding->count; i++)
        if (!check_has_property(checker, schema, encoding->members[i].key))
            check_fault(checker, RULE_encoding_property, tree_key_position(encoding, &encoding->members[i]),
                        "the schema has no property '%.*s' to encode", NAME_ARG(encoding->members[i].key));
}

/* 3.1.0, 4.8.17: a header named Content-Type is ignored. */
void check_response(struct checker *checker, const struct tree_node *node)
{
    const struct tree_node *headers = TREE_GET(node, "headers"), *examples = TREE_GET(node, "examples");
    bool is_old = checker->format == CONTRACT_SWAGGER_20;

    check_content(checker, TREE_GET(node, "content"));
    for (uint32_t i = 0; !is_old && headers && headers->kind == TREE_MAPPING && i < headers->count; i++)
        if (slice_eq_nocase(headers->members[i].key, SLICE("Content-Type")))
            check_fault(checker, RULE_ignored_header, tree_key_position(headers, &headers->members[i]),
                        "the header Content-Type is ignored here: the keys of 'content' say it");
    for (uint32_t i = 0; is_old && examples && examples->kind == TREE_MAPPING && i < examples->count; i++)
        if (is_json(examples->members[i].key) && TREE_GET(node, "schema"))
            check_fit(checker, RULE_example_mismatch, "example", TREE_GET(node, "schema"),
                      examples->members[i].value);
}

/* ---- parameters and headers */

/* 3.1.0, 4.8.12.2: by `schema` or by `content`; what says how to write a value belongs to the former. */
static void check_schema_or_content(struct checker *checker, const struct tree_node *node, const char *what)
{
    static const char *const beside_schema[] = { "style", "explode", "allowReserved", "example", "examples" };
    const struct tree_node *content = TREE_GET(node, "content");

    check_exclusive(checker, node, "schema", "content");
    check_exclusive(checker, node, "example", "examples");
    if (!content && !TREE_GET(node, "schema"))
        check_fault(checker, RULE_missing_field, tree_position(node), "this %s lacks 'schema' or 'content'",
                    what);
    check_examples(checker, node);
    if (!content || content->kind != TREE_MAPPING)
        return;
    check_content(checker, content);
    if (content->count != 1)
        check_fault(checker, RULE_single_content, check_key_at(node, "content"),
                    "the content of a %s must have exactly one media type", what);
    for (size_t i = 0; i < sizeof beside_schema / sizeof *beside_schema; i++)
        if (tree_get(node, slice_of(beside_schema[i])))
            check_fault(checker, RULE_misplaced_field, check_key_at(node, beside_schema[i]),
                        "'%s' means nothing beside 'content'", beside_schema[i]);
}

static void check_query_only(struct checker *checker, const struct tree_node *node)
{
    static const char *const fields[] = { "allowEmptyValue", "allowReserved" };

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (is_true(node, fields[i]))
            check_fault(checker, RULE_misplaced_field, check_key_at(node, fields[i]),
                        "'%s' is only for the query", fields[i]);
}

static void check_style(struct checker *checker, const struct tree_node *node, struct slice place)
{
    static const char *const styles[][2] = {
        { "path", "matrix label simple" },
        { "query", "form spaceDelimited pipeDelimited deepObject" },
        { "header", "simple" },
        { "cookie", "form" },
    };
    const struct tree_node *style = TREE_GET(node, "style");

    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (style && style->kind == TREE_STRING && slice_eq(place, slice_of(styles[i][0])) &&
            !check_is_choice(style->text, styles[i][1]))
            check_fault(checker, RULE_parameter_style, tree_position(style),
                        "there is no style '%.*s' in %s, only: %s", NAME_ARG(style->text), styles[i][0],
                        styles[i][1]);
}

void check_parameter(struct checker *checker, const struct tree_node *node)
{
    static const char *const ignored[] = { "Accept", "Content-Type", "Authorization" };
    struct slice place = tree_string(TREE_GET(node, "in")), name = tree_string(TREE_GET(node, "name"));

    check_path_required(checker, node);
    check_schema_or_content(checker, node, "parameter");
    check_style(checker, node, place);
    if (!slice_eq(place, SLICE("query")))
        check_query_only(checker, node);
    if (slice_eq(place, SLICE("header")) && SLICE_AMONG_NOCASE(name, ignored))
        check_fault(checker, RULE_ignored_header, check_value_at(node, "name"),
                    "the header %.*s is ignored here: content and security say it", NAME_ARG(name));
}

void check_header(struct checker *checker, const struct tree_node *node)
{
    check_schema_or_content(checker, node, "header");
    check_query_only(checker, node);
}
