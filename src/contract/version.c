/* SPDX-License-Identifier: Apache-2.0 */
/* Which of our formats a file is in, and, when it is in none, a sentence that says what it is instead. */
#include "base/buffer.h"
#include "contract/reading.h"

static const char *const format_names[] = {
    [CONTRACT_OPENAPI_31] = "OpenAPI 3.1",
    [CONTRACT_OPENAPI_30] = "OpenAPI 3.0",
    [CONTRACT_SWAGGER_20] = "Swagger 2.0",
    [CONTRACT_POSTMAN_21] = "Postman Collection 2.1",
};

const char *contract_format_name(enum contract_format format)
{
    return format_names[format];
}

/* Always false. */
static bool refuse(struct contract_set *set, struct position at, struct error *err, const char *why,
                   struct slice what)
{
    struct buffer out;

    buffer_init(&out, set->account);
    position_print(at, &out);
    error_set(err, out.failed ? ERROR_MEMORY : ERROR_INPUT, "%.*s: %s%.*s", SLICE_ARG(buffer_slice(&out)),
              why, SLICE_ARG(what));
    buffer_done(&out);
    return false;
}

static bool is_version(struct slice version, struct slice line)
{
    return slice_starts_with(version, line) &&
           (version.len == line.len || version.at[line.len] == '.' || version.at[line.len] == '-');
}

/* OpenAPI 3.1 4.1: "the patch version SHOULD NOT be considered". */
static bool detect_openapi(struct contract_set *set, const struct tree_node *node, struct contract *contract,
                           struct error *err)
{
    contract->version = reading_scalar(node);
    contract->format = CONTRACT_OPENAPI_31;
    if (is_version(contract->version, SLICE("3.0")))
        contract->format = CONTRACT_OPENAPI_30;
    else if (!is_version(contract->version, SLICE("3")))
        return refuse(set, tree_position(node), err,
                      "OpenAPI 3.1, OpenAPI 3.0 and Swagger 2.0 can be read, not OpenAPI ",
                      contract->version);
    else if (!is_version(contract->version, SLICE("3.1")))
        fault_add(&set->reader.faults, FAULT_WARNING, tree_position(node), "newer-version",
                  "OpenAPI %.*s is read as if it were 3.1", SLICE_ARG(contract->version));
    return true;
}

static bool detect_swagger(struct contract_set *set, const struct tree_node *node, struct contract *contract,
                           struct error *err)
{
    contract->version = reading_scalar(node);
    contract->format = CONTRACT_SWAGGER_20;
    if (is_version(contract->version, SLICE("2")))
        return true;
    return refuse(set, tree_position(node), err,
                  "OpenAPI 3.1, OpenAPI 3.0 and Swagger 2.0 can be read, not Swagger ", contract->version);
}

/* info.schema names the format: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json". 2.0 differs in how it
 * writes parameters of auth; both are understood. */
static bool detect_postman(struct contract_set *set, const struct tree_node *root, struct contract *contract,
                           struct error *err)
{
    const struct tree_node *node = TREE_GET(TREE_GET(root, "info"), "schema");
    struct slice schema = tree_string(node);
    const char *mark = schema.len ? memmem(schema.at, schema.len, "/collection/v", 13) : NULL;
    struct slice rest =
        mark ? slice_make(mark + 13, (size_t)(schema.at + schema.len - mark) - 13) : SLICE("2.1");

    contract->format = CONTRACT_POSTMAN_21;
    contract->version = slice_cut(&rest, '/');
    if (is_version(contract->version, SLICE("2")))
        return true;
    return refuse(set, tree_position(node), err,
                  "Postman collections 2.1 can be read (export it as \"Collection v2.1\"), not version ",
                  contract->version);
}

static bool is_postman(const struct tree_node *root)
{
    const struct tree_node *info = TREE_GET(root, "info"), *item = TREE_GET(root, "item");

    return slice_contains_nocase(tree_string(TREE_GET(info, "schema")), SLICE("postman")) ||
           (info && item && item->kind == TREE_SEQUENCE && !TREE_GET(root, "paths"));
}

/* What people hand in by mistake. */
static bool refuse_other(struct contract_set *set, const struct tree_node *root, struct error *err)
{
    static const struct {
        struct slice key;
        const char *why;
    } others[] = {
        { SLICE_TEXT("swaggerVersion"), "this is Swagger 1.2, which is not read: convert it to OpenAPI 3 or "
                                        "Swagger 2.0 first. It says version " },
        { SLICE_TEXT("asyncapi"), "this is an AsyncAPI document, not OpenAPI: version " },
        { SLICE_TEXT("arazzo"), "this is an Arazzo document, not OpenAPI: version " },
        { SLICE_TEXT("overlay"), "this is an OpenAPI Overlay, not a document of its own: version " },
        { SLICE_TEXT("log"), "this looks like recorded traffic (HAR), not like an OpenAPI document" },
        { SLICE_TEXT("$schema"), "this is a JSON Schema, not an OpenAPI document: " },
        { SLICE_TEXT("requests"),
          "this is a Postman collection of version 1: export it as \"Collection v2.1\"" },
    };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const struct tree_node *node = tree_get(root, others[i].key);

        if (node)
            return refuse(set, tree_position(node), err, others[i].why, reading_scalar(node));
    }
    return refuse(
        set, tree_position(root), err,
        "there is neither a field \"openapi\" nor \"swagger\" with a version, so this is no OpenAPI "
        "document",
        SLICE(""));
}

/* The first thing that is wrong with a file that could not be read. */
static bool refuse_syntax(struct contract_set *set, const struct tree_file *file, struct error *err)
{
    const struct fault *worst = NULL;
    struct buffer out;

    for (const struct fault *fault = set->reader.faults.first; fault; fault = fault->next) {
        if (fault->at.file == file && (!worst || fault->kind > worst->kind))
            worst = fault;
    }
    if (!worst)
        return error_set(err, ERROR_INPUT, "%.*s: it is neither YAML nor JSON", SLICE_ARG(file->path));
    buffer_init(&out, set->account);
    fault_print(worst, &out);
    error_set(err, out.failed ? ERROR_MEMORY : ERROR_INPUT, "%.*s", SLICE_ARG(buffer_slice(&out)));
    buffer_done(&out);
    return false;
}

bool version_detect(struct contract_set *set, const struct tree_file *file, struct contract *contract,
                    struct error *err)
{
    const struct tree_node *root = file->root, *node;

    if (!root)
        return refuse_syntax(set, file, err);
    if (root->kind != TREE_MAPPING)
        return refuse(set, tree_position(root), err, "an OpenAPI document is a mapping, and this is ",
                      slice_of(tree_kind_name(root->kind)));
    if ((node = TREE_GET(root, "openapi")))
        return detect_openapi(set, node, contract, err);
    if ((node = TREE_GET(root, "swagger")))
        return detect_swagger(set, node, contract, err);
    if (is_postman(root))
        return detect_postman(set, root, contract, err);
    return refuse_other(set, root, err);
}
