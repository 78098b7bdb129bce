/* SPDX-License-Identifier: Apache-2.0 */
/* The objects of OpenAPI 3.1, after its specification 3.1.0, section 4.8, in its order; schemas are JSON Schema 2020-12
 * with the vocabulary of 4.8.24. */
#include "check/tables_3.h"

static const struct check_field document[] = {
    FIELD_NEEDED("openapi", STRING), FIELD_NEEDED("info", INFO),
    FIELD("jsonSchemaDialect", URI), FIELD_LIST("servers", SERVER),
    FIELD("paths", PATHS),           FIELD_MAP("webhooks", PATH_ITEM),
    FIELD("components", COMPONENTS), FIELD_LIST("security", REQUIREMENT),
    FIELD_LIST("tags", TAG),         FIELD("externalDocs", EXTERNAL_DOCS),
};

static const struct check_field info[] = {
    FIELD_NEEDED("title", STRING),   FIELD("summary", STRING),  FIELD("description", STRING),
    FIELD("termsOfService", URL),    FIELD("contact", CONTACT), FIELD("license", LICENSE),
    FIELD_NEEDED("version", STRING),
};

static const struct check_field license[] = {
    FIELD_NEEDED("name", STRING),
    FIELD("identifier", STRING),
    FIELD("url", URL),
};

static const struct check_field components[] = {
    FIELD_MAP("schemas", SCHEMA),
    FIELD_MAP("responses", RESPONSE),
    FIELD_MAP("parameters", PARAMETER),
    FIELD_MAP("examples", EXAMPLE),
    FIELD_MAP("requestBodies", REQUEST_BODY),
    FIELD_MAP("headers", HEADER),
    FIELD_MAP("securitySchemes", SECURITY_SCHEME),
    FIELD_MAP("links", LINK),
    FIELD_MAP("callbacks", CALLBACK),
    FIELD_MAP("pathItems", PATH_ITEM),
};

static const struct check_field operation[] = {
    FIELD_LIST("tags", STRING),          FIELD("summary", STRING),
    FIELD("description", STRING),        FIELD("externalDocs", EXTERNAL_DOCS),
    FIELD("operationId", STRING),        FIELD_LIST("parameters", PARAMETER),
    FIELD("requestBody", REQUEST_BODY),  FIELD("responses", RESPONSES),
    FIELD_MAP("callbacks", CALLBACK),    FIELD("deprecated", BOOLEAN),
    FIELD_LIST("security", REQUIREMENT), FIELD_LIST("servers", SERVER),
};

/* JSON Schema 2020-12: core 8 and 10, validation 6 to 9; then what OpenAPI adds. `nullable` is of 3.0: a rule speaks of it. */
static const struct check_field schema[] = {
    FIELD("$id", STRING),
    FIELD("$schema", STRING),
    FIELD("$ref", STRING),
    FIELD("$anchor", STRING),
    FIELD("$dynamicRef", STRING),
    FIELD("$dynamicAnchor", STRING),
    FIELD_MAP("$vocabulary", BOOLEAN),
    FIELD("$comment", STRING),
    FIELD_MAP("$defs", SCHEMA),
    FIELD_MAP("definitions", SCHEMA),
    FIELD_LIST("allOf", SCHEMA),
    FIELD_LIST("anyOf", SCHEMA),
    FIELD_LIST("oneOf", SCHEMA),
    FIELD("not", SCHEMA),
    FIELD("if", SCHEMA),
    FIELD("then", SCHEMA),
    FIELD("else", SCHEMA),
    FIELD_MAP("dependentSchemas", SCHEMA),
    FIELD_LIST("prefixItems", SCHEMA),
    FIELD("items", SCHEMA),
    FIELD("contains", SCHEMA),
    FIELD_MAP("properties", SCHEMA),
    FIELD_MAP("patternProperties", SCHEMA),
    FIELD("additionalProperties", SCHEMA),
    FIELD("propertyNames", SCHEMA),
    FIELD("unevaluatedItems", SCHEMA),
    FIELD("unevaluatedProperties", SCHEMA),
    FIELD("type", TYPE),
    FIELD_LIST("enum", ANY),
    FIELD("const", ANY),
    FIELD("multipleOf", NUMBER),
    FIELD("maximum", NUMBER),
    FIELD("exclusiveMaximum", NUMBER),
    FIELD("minimum", NUMBER),
    FIELD("exclusiveMinimum", NUMBER),
    FIELD("maxLength", UNSIGNED),
    FIELD("minLength", UNSIGNED),
    FIELD("pattern", PATTERN),
    FIELD("maxItems", UNSIGNED),
    FIELD("minItems", UNSIGNED),
    FIELD("uniqueItems", BOOLEAN),
    FIELD("maxContains", UNSIGNED),
    FIELD("minContains", UNSIGNED),
    FIELD("maxProperties", UNSIGNED),
    FIELD("minProperties", UNSIGNED),
    FIELD("required", NAMES),
    FIELD_MAP("dependentRequired", NAMES),
    FIELD("format", STRING),
    FIELD("contentEncoding", STRING),
    FIELD("contentMediaType", MEDIA_TYPE),
    FIELD("contentSchema", SCHEMA),
    FIELD("title", STRING),
    FIELD("description", STRING),
    FIELD("default", ANY),
    FIELD("deprecated", BOOLEAN),
    FIELD("readOnly", BOOLEAN),
    FIELD("writeOnly", BOOLEAN),
    FIELD_LIST("examples", ANY),
    FIELD("discriminator", DISCRIMINATOR),
    FIELD("xml", XML),
    FIELD("externalDocs", EXTERNAL_DOCS),
    FIELD("example", ANY),
    FIELD("nullable", ANY),
};

static const struct check_field security_scheme[] = {
    FIELD_CHOICE_NEEDED("type", "apiKey http mutualTLS oauth2 openIdConnect"),
    FIELD("description", STRING),
    FIELD("name", STRING),
    FIELD_CHOICE("in", "query header cookie"),
    FIELD("scheme", STRING),
    FIELD("bearerFormat", STRING),
    FIELD("flows", FLOWS),
    FIELD("openIdConnectUrl", URL),
};

const struct check_object check_objects_31[KINDS] = {
#include "check/objects_3.list"
    [KIND_LICENSE] = { .name = "License Object", FIELDS(license), .rule = check_license },
    [KIND_PATH_ITEM] = { .name = "Path Item Object",
                         FIELDS(path_item),
                         .rule = check_path_item,
                         .section = "pathItems" },
    [KIND_SCHEMA] = { .name = "Schema Object",
                      FIELDS(schema),
                      .section = "schemas",
                      .rule = check_schema,
                      .may_be_boolean = true,
                      .is_keyword = true },
};
