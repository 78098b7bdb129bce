/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of an operation, and its request body. */
#include "differences.h"

#define BODY(rest) "requestBody: {" rest "}"
#define JSON "content: {application/json: {schema: {type: string}}}"

static const struct difference_case list[] = {
    { "deprecated", FRAME_OPERATION, "tags: []", "deprecated: true", "safe operation-deprecated - -\n",
      "safe operation-undeprecated - -\n" },
    { "a sunset", FRAME_OPERATION, "deprecated: true", "deprecated: true, x-sunset: '2027-01-01'",
      "risky sunset-added - -\n", "safe sunset-removed - -\n" },
    { "an earlier sunset", FRAME_OPERATION, "x-sunset: '2027-02-01'", "x-sunset: '2027-01-01T10:00:00Z'",
      "risky sunset-earlier - -\n", "safe sunset-later - -\n" },
    { "operationId", FRAME_OPERATION, "tags: []", "operationId: a", "risky operation-id-added - -\n",
      "risky operation-id-removed - -\n" },
    { "another operationId", FRAME_OPERATION, "operationId: b", "operationId: a",
      "risky operation-id-changed - -\n", "risky operation-id-changed - -\n" },
    { "a tag", FRAME_OPERATION, "tags: [a, b]", "tags: [b, c, a]", "safe tag-added - c\n",
      "safe tag-removed - c\n" },
    { "texts", FRAME_OPERATION, "summary: a, description: b", "summary: c", "", "" },

    { "an optional body", FRAME_OPERATION, "tags: []", BODY(JSON), "safe request-body-added request -\n",
      "breaking request-body-removed request -\n" },
    { "a required body", FRAME_OPERATION, "tags: []", BODY("required: true, " JSON),
      "breaking request-body-added-required request -\n", "breaking request-body-removed request -\n" },
    { "required", FRAME_OPERATION, BODY(JSON), BODY("required: true, " JSON),
      "breaking request-body-became-required request -\n", "safe request-body-became-optional request -\n" },
    { "a media type", FRAME_OPERATION, BODY(JSON),
      BODY("content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}"),
      "safe request-media-type-added request -\n", "breaking request-media-type-removed request -\n" },
    { "a range for a media type", FRAME_OPERATION, BODY(JSON),
      BODY("content: {application/*: {schema: {type: string}}}"), "safe request-media-type-added request -\n",
      "breaking request-media-type-removed request -\n" },
    { "parameters of a media type", FRAME_OPERATION, BODY(JSON),
      BODY("content: {'application/json; charset=utf-8': {schema: {type: string}}}"), "", "" },
    { "encoding of parts", FRAME_OPERATION, BODY("content: {multipart/form-data: {schema: {type: object}}}"),
      BODY("content: {multipart/form-data: {schema: {type: object}, encoding: {a: {contentType: "
           "image/png}}}}"),
      "risky request-encoding-changed request -\n", "risky request-encoding-changed request -\n" },
    { "a schema", FRAME_OPERATION, BODY("content: {application/json: {}}"), BODY(JSON),
      "risky request-schema-added request -\n", "safe request-schema-removed request -\n" },
    { "one schema under two media types is told once", FRAME_DOCUMENT,
      "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: "
      "'#/components/schemas/S'}}, "
      "application/xml: {schema: {$ref: '#/components/schemas/S'}}}}, responses: {}}}}, components: "
      "{schemas: {S: {type: "
      "string}}}",
      "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {$ref: "
      "'#/components/schemas/S'}}, "
      "application/xml: {schema: {$ref: '#/components/schemas/S'}}}}, responses: {}}}}, components: "
      "{schemas: {S: {type: "
      "integer}}}",
      "breaking request-type-changed request -\n", "breaking request-type-changed request -\n" },
    { "forms of Swagger 2.0", FRAME_WHOLE,
      "{swagger: '2.0', info: {title: t, version: '1'}, paths: {/a: {post: {consumes: [multipart/form-data], "
      "parameters: "
      "[{name: n, in: formData, required: true, type: string}], responses: {'200': {description: d}}}}}}",
      "{openapi: 3.0.3, info: {title: t, version: '1'}, paths: {/a: {post: {requestBody: {required: true, "
      "content: "
      "{multipart/form-data: {schema: {type: object, required: [n], properties: {n: {type: string}}}}}}, "
      "responses: "
      "{'200': {description: d}}}}}}",
      "", "" },
    { "a body of Swagger 2.0 without consumes", FRAME_WHOLE,
      "{swagger: '2.0', info: {title: t, version: '1'}, paths: {/a: {post: {parameters: [{name: n, in: body, "
      "required: "
      "true, schema: {type: string}}], responses: {'200': {description: d}}}}}}",
      "{openapi: 3.0.3, info: {title: t, version: '1'}, paths: {/a: {post: {requestBody: {required: true, "
      "content: "
      "{application/json: {schema: {type: integer}}}}, responses: {'200': {description: d}}}}}}",
      "breaking request-type-changed request -\n", "breaking request-type-changed request -\n" },
};

const struct difference_cases difference_operation_cases = { list, sizeof list / sizeof *list };
