/* SPDX-License-Identifier: Apache-2.0 */
/* The objects of OpenAPI 3.0, after its specification 3.0.3, section 4.7, in its order. */
#include "check/tables_3.h"

static const struct check_field document[] = {
    FIELD_NEEDED("openapi", STRING), FIELD_NEEDED("info", INFO),
    FIELD_LIST("servers", SERVER),   FIELD_NEEDED("paths", PATHS),
    FIELD("components", COMPONENTS), FIELD_LIST("security", REQUIREMENT),
    FIELD_LIST("tags", TAG),         FIELD("externalDocs", EXTERNAL_DOCS),
};

static const struct check_field info[] = {
    FIELD_NEEDED("title", STRING), FIELD("description", STRING), FIELD("termsOfService", URL),
    FIELD("contact", CONTACT),     FIELD("license", LICENSE),    FIELD_NEEDED("version", STRING),
};

static const struct check_field license[] = {
    FIELD_NEEDED("name", STRING),
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
};

static const struct check_field operation[] = {
    FIELD_LIST("tags", STRING),          FIELD("summary", STRING),
    FIELD("description", STRING),        FIELD("externalDocs", EXTERNAL_DOCS),
    FIELD("operationId", STRING),        FIELD_LIST("parameters", PARAMETER),
    FIELD("requestBody", REQUEST_BODY),  FIELD_NEEDED("responses", RESPONSES),
    FIELD_MAP("callbacks", CALLBACK),    FIELD("deprecated", BOOLEAN),
    FIELD_LIST("security", REQUIREMENT), FIELD_LIST("servers", SERVER),
};

static const struct check_field schema[] = {
    FIELD("title", STRING),
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
    FIELD_CHOICE("type", "string number integer boolean array object"),
    FIELD_LIST("allOf", SCHEMA),
    FIELD_LIST("oneOf", SCHEMA),
    FIELD_LIST("anyOf", SCHEMA),
    FIELD("not", SCHEMA),
    FIELD("items", SCHEMA),
    FIELD_MAP("properties", SCHEMA),
    FIELD("additionalProperties", SCHEMA_OR_BOOLEAN),
    FIELD("description", STRING),
    FIELD("format", STRING),
    FIELD("default", ANY),
    FIELD("nullable", BOOLEAN),
    FIELD("discriminator", DISCRIMINATOR),
    FIELD("readOnly", BOOLEAN),
    FIELD("writeOnly", BOOLEAN),
    FIELD("xml", XML),
    FIELD("externalDocs", EXTERNAL_DOCS),
    FIELD("example", ANY),
    FIELD("deprecated", BOOLEAN),
};

static const struct check_field security_scheme[] = {
    FIELD_CHOICE_NEEDED("type", "apiKey http oauth2 openIdConnect"),
    FIELD("description", STRING),
    FIELD("name", STRING),
    FIELD_CHOICE("in", "query header cookie"),
    FIELD("scheme", STRING),
    FIELD("bearerFormat", STRING),
    FIELD("flows", FLOWS),
    FIELD("openIdConnectUrl", URL),
};

const struct check_object check_objects_30[KINDS] = {
#include "check/objects_3.list"
    [KIND_LICENSE] = { .name = "License Object", FIELDS(license) },
    [KIND_PATH_ITEM] = { .name = "Path Item Object", FIELDS(path_item), .rule = check_path_item },
    [KIND_SCHEMA] = { .name = "Schema Object",
                      FIELDS(schema),
                      .section = "schemas",
                      .rule = check_schema,
                      .may_refer = true },
};
