/* SPDX-License-Identifier: Apache-2.0 */
/* The objects of Swagger 2.0, after its specification, in its order. */
#include "check/checker.h"

#define SCHEMES "http https ws wss"

static const struct check_field document[] = {
    FIELD_NEEDED("swagger", STRING),
    FIELD_NEEDED("info", INFO),
    FIELD("host", STRING),
    FIELD("basePath", STRING),
    FIELD_CHOICE_LIST("schemes", SCHEMES),
    FIELD_LIST("consumes", MEDIA_TYPE),
    FIELD_LIST("produces", MEDIA_TYPE),
    FIELD_NEEDED("paths", PATHS),
    FIELD_MAP("definitions", SCHEMA),
    FIELD_MAP("parameters", PARAMETER),
    FIELD_MAP("responses", RESPONSE),
    FIELD_MAP("securityDefinitions", SECURITY_SCHEME),
    FIELD_LIST("security", REQUIREMENT),
    FIELD_LIST("tags", TAG),
    FIELD("externalDocs", EXTERNAL_DOCS),
};

static const struct check_field info[] = {
    FIELD_NEEDED("title", STRING), FIELD("description", STRING), FIELD("termsOfService", STRING),
    FIELD("contact", CONTACT),     FIELD("license", LICENSE),    FIELD_NEEDED("version", STRING),
};

static const struct check_field contact[] = {
    FIELD("name", STRING),
    FIELD("url", URL),
    FIELD("email", EMAIL),
};

static const struct check_field license[] = {
    FIELD_NEEDED("name", STRING),
    FIELD("url", URL),
};

static const struct check_field path_item[] = {
    FIELD("$ref", STRING),    FIELD("get", OPERATION),    FIELD("put", OPERATION),
    FIELD("post", OPERATION), FIELD("delete", OPERATION), FIELD("options", OPERATION),
    FIELD("head", OPERATION), FIELD("patch", OPERATION),  FIELD_LIST("parameters", PARAMETER),
};

static const struct check_field operation[] = {
    FIELD_LIST("tags", STRING),           FIELD("summary", STRING),
    FIELD("description", STRING),         FIELD("externalDocs", EXTERNAL_DOCS),
    FIELD("operationId", STRING),         FIELD_LIST("consumes", MEDIA_TYPE),
    FIELD_LIST("produces", MEDIA_TYPE),   FIELD_LIST("parameters", PARAMETER),
    FIELD_NEEDED("responses", RESPONSES), FIELD_CHOICE_LIST("schemes", SCHEMES),
    FIELD("deprecated", BOOLEAN),         FIELD_LIST("security", REQUIREMENT),
};

static const struct check_field external_docs[] = {
    FIELD("description", STRING),
    FIELD_NEEDED("url", URL),
};

/* What parameters, headers and items have of JSON Schema. */
#define LIMITS                                                                                               \
    FIELD("format", STRING), FIELD("items", ITEMS), FIELD("default", ANY), FIELD("maximum", NUMBER),         \
        FIELD("exclusiveMaximum", BOOLEAN), FIELD("minimum", NUMBER), FIELD("exclusiveMinimum", BOOLEAN),    \
        FIELD("maxLength", UNSIGNED), FIELD("minLength", UNSIGNED), FIELD("pattern", PATTERN),               \
        FIELD("maxItems", UNSIGNED), FIELD("minItems", UNSIGNED), FIELD("uniqueItems", BOOLEAN),             \
        FIELD_LIST("enum", ANY), FIELD("multipleOf", NUMBER)
#define PRIMITIVES "string number integer boolean array"

static const struct check_field parameter[] = {
    FIELD_NEEDED("name", STRING),
    FIELD_CHOICE_NEEDED("in", "path query header formData body"),
    FIELD("description", STRING),
    FIELD("required", BOOLEAN),
    FIELD("schema", SCHEMA),
    FIELD_CHOICE("type", PRIMITIVES " file"),
    FIELD("allowEmptyValue", BOOLEAN),
    FIELD_CHOICE("collectionFormat", "csv ssv tsv pipes multi"),
    LIMITS,
};

static const struct check_field items[] = {
    FIELD_CHOICE_NEEDED("type", PRIMITIVES),
    FIELD_CHOICE("collectionFormat", "csv ssv tsv pipes"),
    LIMITS,
};

static const struct check_field header[] = {
    FIELD("description", STRING),
    FIELD_CHOICE_NEEDED("type", PRIMITIVES),
    FIELD_CHOICE("collectionFormat", "csv ssv tsv pipes"),
    LIMITS,
};

static const struct check_field response[] = {
    FIELD_NEEDED("description", STRING),
    FIELD("schema", SCHEMA),
    FIELD_MAP("headers", HEADER),
    FIELD_MAP("examples", ANY),
};

static const struct check_field tag[] = {
    FIELD_NEEDED("name", STRING),
    FIELD("description", STRING),
    FIELD("externalDocs", EXTERNAL_DOCS),
};

static const struct check_field schema[] = {
    FIELD("format", STRING),
    FIELD("title", STRING),
    FIELD("description", STRING),
    FIELD("default", ANY),
    FIELD("multipleOf", NUMBER),
    FIELD("maximum", NUMBER),
    FIELD("exclusiveMaximum", BOOLEAN),
    FIELD("minimum", NUMBER),
    FIELD("exclusiveMinimum", BOOLEAN),
    FIELD("maxLength", UNSIGNED),
    FIELD("minLength", UNSIGNED),
    FIELD("pattern", PATTERN),
    FIELD("maxItems", UNSIGNED),
    FIELD("minItems", UNSIGNED),
    FIELD("uniqueItems", BOOLEAN),
    FIELD("maxProperties", UNSIGNED),
    FIELD("minProperties", UNSIGNED),
    FIELD("required", NAMES),
    FIELD_LIST("enum", ANY),
    FIELD("type", TYPE),
    FIELD("items", SCHEMA_OR_LIST),
    FIELD_LIST("allOf", SCHEMA),
    FIELD_MAP("properties", SCHEMA),
    FIELD("additionalProperties", SCHEMA_OR_BOOLEAN),
    FIELD("discriminator", STRING),
    FIELD("readOnly", BOOLEAN),
    FIELD("xml", XML),
    FIELD("externalDocs", EXTERNAL_DOCS),
    FIELD("example", ANY),
};

static const struct check_field xml[] = {
    FIELD("name", STRING),       FIELD("namespace", STRING), FIELD("prefix", STRING),
    FIELD("attribute", BOOLEAN), FIELD("wrapped", BOOLEAN),
};

/* The URLs only SHOULD be some. */
static const struct check_field security_scheme[] = {
    FIELD_CHOICE_NEEDED("type", "basic apiKey oauth2"),
    FIELD("description", STRING),
    FIELD("name", STRING),
    FIELD_CHOICE("in", "query header"),
    FIELD_CHOICE("flow", "implicit password application accessCode"),
    FIELD("authorizationUrl", STRING),
    FIELD("tokenUrl", STRING),
    FIELD("scopes", SCOPES),
};

const struct check_object check_objects_20[KINDS] = {
    [KIND_DOCUMENT] = { .name = "Swagger Object", FIELDS(document), .rule = check_document },
    [KIND_INFO] = { .name = "Info Object", FIELDS(info) },
    [KIND_CONTACT] = { .name = "Contact Object", FIELDS(contact) },
    [KIND_LICENSE] = { .name = "License Object", FIELDS(license) },
    [KIND_PATHS] = { .name = "Paths Object", .others = KIND_PATH_ITEM, .rule = check_paths },
    [KIND_PATH_ITEM] = { .name = "Path Item Object", FIELDS(path_item), .rule = check_path_item },
    [KIND_OPERATION] = { .name = "Operation Object", FIELDS(operation), .rule = check_operation },
    [KIND_EXTERNAL_DOCS] = { .name = "External Documentation Object", FIELDS(external_docs) },
    [KIND_PARAMETER] = { .name = "Parameter Object",
                         FIELDS(parameter),
                         .section = "parameters",
                         .may_refer = true,
                         .rule = check_parameter_20 },
    [KIND_ITEMS] = { .name = "Items Object", FIELDS(items), .rule = check_items_20 },
    [KIND_RESPONSES] = { .name = "Responses Object", .others = KIND_RESPONSE, .rule = check_responses },
    [KIND_RESPONSE] = { .name = "Response Object",
                        FIELDS(response),
                        .section = "responses",
                        .may_refer = true,
                        .rule = check_response },
    [KIND_HEADER] = { .name = "Header Object", FIELDS(header), .rule = check_items_20 },
    [KIND_TAG] = { .name = "Tag Object", FIELDS(tag) },
    [KIND_SCHEMA] = { .name = "Schema Object",
                      FIELDS(schema),
                      .section = "definitions",
                      .may_refer = true,
                      .rule = check_schema },
    [KIND_XML] = { .name = "XML Object", FIELDS(xml) },
    [KIND_SECURITY_SCHEME] = { .name = "Security Scheme Object",
                               FIELDS(security_scheme),
                               .rule = check_security_scheme },
    [KIND_SCOPES] = { .name = "Scopes Object", .others = KIND_STRING },
    [KIND_REQUIREMENT] = { .name = "Security Requirement Object",
                           .others = KIND_STRING,
                           .others_shape = SHAPE_LIST,
                           .is_closed = true,
                           .rule = check_requirement },
};
