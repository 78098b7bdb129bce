/* SPDX-License-Identifier: Apache-2.0 */
/* The objects that OpenAPI 3.0 and 3.1 have alike (sections 4.7 and 4.8 of their specifications). Only tables_30.c and tables_31.c
 * include this. */
#ifndef CHECK_TABLES_3_H
#define CHECK_TABLES_3_H

#include "check/checker.h"

static const struct check_field contact[] = {
    FIELD("name", STRING),
    FIELD("url", URL),
    FIELD("email", EMAIL),
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

static const struct check_field discriminator[] = {
    FIELD_NEEDED("propertyName", STRING),
    FIELD_MAP("mapping", STRING),
};

static const struct check_field xml[] = {
    FIELD("name", STRING),       FIELD("namespace", URI),   FIELD("prefix", STRING),
    FIELD("attribute", BOOLEAN), FIELD("wrapped", BOOLEAN),
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

#endif
