/* SPDX-License-Identifier: Apache-2.0 */
/* Responses: codes, what speaks for them, header fields, bodies, links. */
#include "differences.h"

#define OK "'200': {description: d}"
#define WITH(rest) "'200': {description: d, " rest "}"
#define HEADER(rest) WITH("headers: {X-Left: {" rest "}}")
#define JSON(schema) "content: {application/json: {schema: " schema "}}"

static const struct difference_case list[] = {
    { "a success", FRAME_RESPONSES, OK, OK ", '202': {description: d}",
      "risky response-success-added response:202 -\n", "breaking response-success-removed response:202 -\n" },
    { "an error", FRAME_RESPONSES, OK, OK ", '409': {description: d}",
      "safe response-error-added response:409 -\n", "risky response-error-removed response:409 -\n" },
    { "a default", FRAME_RESPONSES, OK, OK ", default: {description: d}",
      "safe default-response-added response:default -\n",
      "risky default-response-removed response:default -\n" },
    { "an error that default spoke for", FRAME_RESPONSES,
      OK ", default: {description: d, " JSON("{type: string}") "}",
      OK ", '404': {description: d, " JSON("{type: integer}") "}, default: {description: d, " JSON(
          "{type: string}") "}",
      "safe response-specified response:404 -\n"
      "breaking response-type-changed response:404 -\n",
      "risky response-generalised response:404 -\n"
      "breaking response-type-changed response:404 -\n" },
    { "an error that a range spoke for", FRAME_RESPONSES, OK ", 4xx: {description: d}",
      OK ", '404': {description: d}",
      "safe response-specified response:404 -\n"
      "risky response-error-removed response:4XX -\n",
      "risky response-generalised response:404 -\n"
      "safe response-error-added response:4XX -\n" },
    { "a default that stands for successes", FRAME_RESPONSES, "default: {description: d}",
      OK ", default: {description: d}", "safe response-specified response:200 -\n",
      "risky response-generalised response:200 -\n" },

    { "a header", FRAME_RESPONSES, OK, HEADER("required: true, schema: {type: integer}"),
      "safe response-header-added response:200 X-Left\n",
      "breaking response-header-removed response:200 X-Left\n" },
    { "an optional header", FRAME_RESPONSES, OK, HEADER("schema: {type: integer}"),
      "safe response-header-added response:200 X-Left\n",
      "risky response-optional-header-removed response:200 X-Left\n" },
    { "required", FRAME_RESPONSES, HEADER("schema: {type: integer}"),
      HEADER("required: true, schema: {type: integer}"),
      "safe response-header-became-required response:200 X-Left\n",
      "breaking response-header-became-optional response:200 X-Left\n" },
    { "deprecated", FRAME_RESPONSES, HEADER("schema: {type: integer}"),
      HEADER("deprecated: true, schema: {type: integer}"),
      "safe response-header-deprecated response:200 X-Left\n",
      "safe response-header-undeprecated response:200 X-Left\n" },
    { "what a header is", FRAME_RESPONSES, HEADER("schema: {type: integer}"),
      HEADER("schema: {type: string}"), "breaking response-type-changed response:200 X-Left\n",
      "breaking response-type-changed response:200 X-Left\n" },

    { "a body", FRAME_RESPONSES, OK, WITH(JSON("{type: string}")),
      "safe response-body-added response:200 -\n", "breaking response-body-removed response:200 -\n" },
    { "a media type", FRAME_RESPONSES, WITH(JSON("{type: string}")),
      WITH("content: {application/json: {schema: {type: string}}, text/csv: {schema: {type: string}}}"),
      "safe response-media-type-added response:200 -\n",
      "breaking response-media-type-removed response:200 -\n" },
    { "encoding of parts", FRAME_RESPONSES, WITH("content: {multipart/mixed: {schema: {type: object}}}"),
      WITH("content: {multipart/mixed: {schema: {type: object}, encoding: {a: {contentType: image/png}}}}"),
      "risky response-encoding-changed response:200 -\n",
      "risky response-encoding-changed response:200 -\n" },
    { "a schema", FRAME_RESPONSES, WITH("content: {application/json: {}}"), WITH(JSON("{type: string}")),
      "safe response-schema-added response:200 -\n", "risky response-schema-removed response:200 -\n" },
    { "what is far inside", FRAME_RESPONSES,
      WITH(JSON("{type: object, properties: {data: {type: array, items: {type: object, properties: {id: "
                "{type: string}}}}}}")),
      WITH(JSON("{type: object, properties: {data: {type: array, items: {type: object, properties: {id: "
                "{type: integer}}}}}}")),
      "breaking response-type-changed response:200 /data/[]/id\n",
      "breaking response-type-changed response:200 /data/[]/id\n" },
    { "a link", FRAME_RESPONSES, OK, WITH("links: {next: {operationId: x}}"),
      "safe link-added response:200 next\n", "risky link-removed response:200 next\n" },
};

const struct difference_cases difference_response_cases = { list, sizeof list / sizeof *list };
