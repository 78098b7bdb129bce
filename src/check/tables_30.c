/* SPDX-License-Identifier: Apache-2.0 */
/* The objects of OpenAPI 3.0, after its specification 3.0.3, section 4.7, in its order. */
#include "check/checker.h"

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

static const struct check_field contact[] = {
    FIELD("name", STRING),
    FIELD("url", URL),
    FIELD("email", EMAIL),
};

static const struct check_field license[] = {
    FIELD_NEEDED("name", STRING),
    FIELD("url", URL),
};

static const struct check_field server[] = {
    FIELD_NEEDED("url", STRING),
    FIELD("description", STRING),
    FIELD_MAP("variables", SERVER_VARIABLE),
};

static const struct check_field server_variable[] = {
    FIELD_LIST("enum", STRING),
    FIELD_NEEDED("default", STRING),
    FIELD("description", STRING),
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

static const struct check_field path_item[] = {
    FIELD("$ref", STRING),
    FIELD("summary", STRING),
    FIELD("description", STRING),
    FIELD("get", OPERATION),
    FIELD("put", OPERATION),
    FIELD("post", OPERATION),
    FIELD("delete", OPERATION),
    FIELD("options", OPERATION),
    FIELD("head", OPERATION),
    FIELD("patch", OPERATION),
    FIELD("trace", OPERATION),
    FIELD_LIST("servers", SERVER),
    FIELD_LIST("parameters", PARAMETER),
};

static const struct check_field operation[] = {
    FIELD_LIST("tags", STRING),          FIELD("summary", STRING),
    FIELD("description", STRING),        FIELD("externalDocs", EXTERNAL_DOCS),
    FIELD("operationId", STRING),        FIELD_LIST("parameters", PARAMETER),
    FIELD("requestBody", REQUEST_BODY),  FIELD_NEEDED("responses", RESPONSES),
    FIELD_MAP("callbacks", CALLBACK),    FIELD("deprecated", BOOLEAN),
    FIELD_LIST("security", REQUIREMENT), FIELD_LIST("servers", SERVER),
};

static const struct check_field external_docs[] = {
    FIELD("description", STRING),
    FIELD_NEEDED("url", URL),
};

static const struct check_field parameter[] = {
    FIELD_NEEDED("name", STRING),    FIELD_CHOICE_NEEDED("in", "path query header cookie"),
    FIELD("description", STRING),    FIELD("required", BOOLEAN),
    FIELD("deprecated", BOOLEAN),    FIELD("allowEmptyValue", BOOLEAN),
    FIELD("style", STRING),          FIELD("explode", BOOLEAN),
    FIELD("allowReserved", BOOLEAN), FIELD("schema", SCHEMA),
    FIELD("example", ANY),           FIELD_MAP("examples", EXAMPLE),
    FIELD_MAP("content", MEDIA),
};

static const struct check_field request_body[] = {
    FIELD("description", STRING),
    FIELD_MAP_NEEDED("content", MEDIA),
    FIELD("required", BOOLEAN),
};

static const struct check_field media[] = {
    FIELD("schema", SCHEMA),
    FIELD("example", ANY),
    FIELD_MAP("examples", EXAMPLE),
    FIELD_MAP("encoding", ENCODING),
};

static const struct check_field encoding[] = {
    FIELD("contentType", STRING),
    FIELD_MAP("headers", HEADER),
    FIELD_CHOICE("style", "form spaceDelimited pipeDelimited deepObject"),
    FIELD("explode", BOOLEAN),
    FIELD("allowReserved", BOOLEAN),
};

static const struct check_field response[] = {
    FIELD_NEEDED("description", STRING),
    FIELD_MAP("headers", HEADER),
    FIELD_MAP("content", MEDIA),
    FIELD_MAP("links", LINK),
};

static const struct check_field example[] = {
    FIELD("summary", STRING),
    FIELD("description", STRING),
    FIELD("value", ANY),
    FIELD("externalValue", URL),
};

static const struct check_field link[] = {
    FIELD("operationRef", STRING), FIELD("operationId", STRING), FIELD_MAP("parameters", ANY),
    FIELD("requestBody", ANY),     FIELD("description", STRING), FIELD("server", SERVER),
};

static const struct check_field header[] = {
    FIELD("description", STRING),      FIELD("required", BOOLEAN),      FIELD("deprecated", BOOLEAN),
    FIELD("allowEmptyValue", BOOLEAN), FIELD_CHOICE("style", "simple"), FIELD("explode", BOOLEAN),
    FIELD("allowReserved", BOOLEAN),   FIELD("schema", SCHEMA),         FIELD("example", ANY),
    FIELD_MAP("examples", EXAMPLE),    FIELD_MAP("content", MEDIA),
};

static const struct check_field tag[] = {
    FIELD_NEEDED("name", STRING),
    FIELD("description", STRING),
    FIELD("externalDocs", EXTERNAL_DOCS),
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

static const struct check_field discriminator[] = {
    FIELD_NEEDED("propertyName", STRING),
    FIELD_MAP("mapping", STRING),
};

static const struct check_field xml[] = {
    FIELD("name", STRING),       FIELD("namespace", URI),   FIELD("prefix", STRING),
    FIELD("attribute", BOOLEAN), FIELD("wrapped", BOOLEAN),
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

static const struct check_field flows[] = {
    FIELD("implicit", IMPLICIT_FLOW),
    FIELD("password", PASSWORD_FLOW),
    FIELD("clientCredentials", CLIENT_FLOW),
    FIELD("authorizationCode", CODE_FLOW),
};

static const struct check_field implicit_flow[] = {
    FIELD_NEEDED("authorizationUrl", URL),
    FIELD("refreshUrl", URL),
    FIELD_MAP_NEEDED("scopes", STRING),
};

/* Of password and clientCredentials. */
static const struct check_field token_flow[] = {
    FIELD_NEEDED("tokenUrl", URL),
    FIELD("refreshUrl", URL),
    FIELD_MAP_NEEDED("scopes", STRING),
};

static const struct check_field code_flow[] = {
    FIELD_NEEDED("authorizationUrl", URL),
    FIELD_NEEDED("tokenUrl", URL),
    FIELD("refreshUrl", URL),
    FIELD_MAP_NEEDED("scopes", STRING),
};

const struct check_object check_objects_30[KINDS] = {
    [KIND_DOCUMENT] = { .name = "OpenAPI Object", FIELDS(document), .rule = check_document },
    [KIND_INFO] = { .name = "Info Object", FIELDS(info) },
    [KIND_CONTACT] = { .name = "Contact Object", FIELDS(contact) },
    [KIND_LICENSE] = { .name = "License Object", FIELDS(license) },
    [KIND_SERVER] = { .name = "Server Object", FIELDS(server), .rule = check_server },
    [KIND_SERVER_VARIABLE] = { .name = "Server Variable Object",
                               FIELDS(server_variable),
                               .rule = check_server_variable },
    [KIND_COMPONENTS] = { .name = "Components Object", FIELDS(components), .rule = check_components },
    [KIND_PATHS] = { .name = "Paths Object", .others = KIND_PATH_ITEM, .rule = check_paths },
    [KIND_PATH_ITEM] = { .name = "Path Item Object", FIELDS(path_item), .rule = check_path_item },
    [KIND_OPERATION] = { .name = "Operation Object", FIELDS(operation), .rule = check_operation },
    [KIND_EXTERNAL_DOCS] = { .name = "External Documentation Object", FIELDS(external_docs) },
    [KIND_PARAMETER] = { .name = "Parameter Object",
                         FIELDS(parameter),
                         .section = "parameters",
                         .rule = check_parameter,
                         .may_refer = true },
    [KIND_REQUEST_BODY] = { .name = "Request Body Object",
                            FIELDS(request_body),
                            .section = "requestBodies",
                            .rule = check_request_body,
                            .may_refer = true },
    [KIND_MEDIA] = { .name = "Media Type Object", FIELDS(media), .rule = check_media },
    [KIND_ENCODING] = { .name = "Encoding Object", FIELDS(encoding) },
    [KIND_RESPONSES] = { .name = "Responses Object", .others = KIND_RESPONSE, .rule = check_responses },
    [KIND_RESPONSE] = { .name = "Response Object",
                        FIELDS(response),
                        .section = "responses",
                        .rule = check_response,
                        .may_refer = true },
    [KIND_CALLBACK] = { .name = "Callback Object",
                        .others = KIND_PATH_ITEM,
                        .section = "callbacks",
                        .rule = check_callback,
                        .may_refer = true },
    [KIND_EXAMPLE] = { .name = "Example Object",
                       FIELDS(example),
                       .section = "examples",
                       .rule = check_example,
                       .may_refer = true },
    [KIND_LINK] = { .name = "Link Object",
                    FIELDS(link),
                    .section = "links",
                    .rule = check_link,
                    .may_refer = true },
    [KIND_HEADER] = { .name = "Header Object",
                      FIELDS(header),
                      .section = "headers",
                      .rule = check_header,
                      .may_refer = true },
    [KIND_TAG] = { .name = "Tag Object", FIELDS(tag) },
    [KIND_SCHEMA] = { .name = "Schema Object",
                      FIELDS(schema),
                      .section = "schemas",
                      .rule = check_schema,
                      .may_refer = true },
    [KIND_DISCRIMINATOR] = { .name = "Discriminator Object",
                             FIELDS(discriminator),
                             .rule = check_discriminator },
    [KIND_XML] = { .name = "XML Object", FIELDS(xml) },
    [KIND_SECURITY_SCHEME] = { .name = "Security Scheme Object",
                               FIELDS(security_scheme),
                               .section = "securitySchemes",
                               .rule = check_security_scheme,
                               .may_refer = true },
    [KIND_FLOWS] = { .name = "OAuth Flows Object", FIELDS(flows) },
    [KIND_IMPLICIT_FLOW] = { .name = "OAuth Flow Object", FIELDS(implicit_flow) },
    [KIND_PASSWORD_FLOW] = { .name = "OAuth Flow Object", FIELDS(token_flow) },
    [KIND_CLIENT_FLOW] = { .name = "OAuth Flow Object", FIELDS(token_flow) },
    [KIND_CODE_FLOW] = { .name = "OAuth Flow Object", FIELDS(code_flow) },
    [KIND_REQUIREMENT] = { .name = "Security Requirement Object",
                           .others = KIND_STRING,
                           .others_shape = SHAPE_LIST,
                           .is_closed = true,
                           .rule = check_requirement },
};
