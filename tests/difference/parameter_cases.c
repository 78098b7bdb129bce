/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of all places. */
#include "differences.h"

#define QUERY(rest) "{name: q, in: query, " rest "}"

static const struct difference_case list[] = {
    { "an optional parameter", FRAME_PARAMETER, "", QUERY("schema: {type: string}"),
      "safe parameter-added-optional query q\n", "risky parameter-removed query q\n" },
    { "a required parameter", FRAME_PARAMETER, "",
      "{name: X-Q, in: header, required: true, schema: {type: string}}",
      "breaking parameter-added-required header X-Q\n", "risky parameter-removed header X-Q\n" },
    { "required", FRAME_PARAMETER, QUERY("schema: {type: string}"),
      QUERY("required: true, schema: {type: string}"), "breaking parameter-became-required query q\n",
      "safe parameter-became-optional query q\n" },
    { "another place", FRAME_PARAMETER, QUERY("schema: {type: string}"),
      "{name: q, in: cookie, schema: {type: string}}", "breaking parameter-moved cookie q\n",
      "breaking parameter-moved query q\n" },
    { "names of header fields have no case", FRAME_PARAMETER,
      "{name: x-q, in: header, schema: {type: string}}", "{name: X-Q, in: header, schema: {type: string}}",
      "", "" },
    { "style", FRAME_PARAMETER, QUERY("style: form, schema: {type: array, items: {type: string}}"),
      QUERY("style: pipeDelimited, schema: {type: array, items: {type: string}}"),
      "breaking parameter-style-changed query q\n", "breaking parameter-style-changed query q\n" },
    { "explode", FRAME_PARAMETER, QUERY("schema: {type: array, items: {type: string}}"),
      QUERY("explode: false, schema: {type: array, items: {type: string}}"),
      "breaking parameter-explode-changed query q\n", "breaking parameter-explode-changed query q\n" },
    { "explode of a single value", FRAME_PARAMETER, QUERY("schema: {type: string}"),
      QUERY("explode: false, schema: {type: string}"), "", "" },
    { "media type", FRAME_PARAMETER, QUERY("schema: {type: string}"),
      QUERY("content: {application/json: {schema: {type: string}}}"),
      "breaking parameter-media-type-changed query q\n", "breaking parameter-media-type-changed query q\n" },
    { "deprecated", FRAME_PARAMETER, QUERY("schema: {type: string}"),
      QUERY("deprecated: true, schema: {type: string}"), "safe parameter-deprecated query q\n",
      "safe parameter-undeprecated query q\n" },
    { "without a value", FRAME_PARAMETER, QUERY("schema: {type: string}"),
      QUERY("allowEmptyValue: true, schema: {type: string}"), "safe empty-value-allowed query q\n",
      "breaking empty-value-forbidden query q\n" },
    { "reserved characters", FRAME_PARAMETER, QUERY("schema: {type: string}"),
      QUERY("allowReserved: true, schema: {type: string}"), "safe reserved-allowed query q\n",
      "breaking reserved-forbidden query q\n" },

    { "what a parameter is", FRAME_PARAMETER, QUERY("schema: {type: string, enum: [a]}"),
      QUERY("schema: {type: string, enum: [a, b]}"), "safe request-enum-value-added query q\n",
      "breaking request-enum-value-removed query q\n" },
    { "what a path parameter is", FRAME_PARAMETER,
      "{name: id, in: path, required: true, schema: {type: integer}}",
      "{name: id, in: path, required: true, schema: {type: string}}",
      "breaking request-type-changed path id\n", "breaking request-type-changed path id\n" },
    { "what is inside a parameter", FRAME_PARAMETER,
      QUERY("style: deepObject, schema: {type: object, properties: {from: {type: string}}}"),
      QUERY("style: deepObject, schema: {type: object, properties: {from: {type: string, format: date}}}"),
      "risky request-format-added query q/from\n", "safe request-format-removed query q/from\n" },
    { "what a header field and a cookie are", FRAME_PARAMETER,
      "{name: h, in: header, schema: {type: integer}}, {name: c, in: cookie, schema: {type: string}}",
      "{name: h, in: header, schema: {type: integer, minimum: 1}}, {name: c, in: cookie, schema: {type: "
      "string, default: x}}",
      "breaking request-minimum-tightened header h\n"
      "risky request-default-added cookie c\n",
      "safe request-minimum-loosened header h\n"
      "risky request-default-removed cookie c\n" },
    { "a path parameter that was not described", FRAME_PARAMETER, "",
      "{name: id, in: path, required: true, schema: {type: integer}}", "", "" },

    { "another name in the path", FRAME_DOCUMENT,
      "paths: {'/a/{id}/b/{n}': {get: {parameters: [{name: id, in: path, required: true, schema: {type: "
      "string}}], "
      "responses: {'200': {description: d}}}}}",
      "paths: {'/a/{key}/b/{n}': {get: {parameters: [{name: key, in: path, required: true, schema: {type: "
      "integer}}], "
      "responses: {'200': {description: d}}}}}",
      "safe path-parameter-renamed path key\n"
      "breaking request-type-changed path key\n",
      "safe path-parameter-renamed path id\n"
      "breaking request-type-changed path id\n" },
    { "the path item's and the operation's", FRAME_DOCUMENT,
      "paths: {/a: {parameters: [{name: q, in: query, schema: {type: string}}], get: {responses: {'200': "
      "{description: "
      "d}}}}}",
      "paths: {/a: {get: {parameters: [{name: q, in: query, schema: {type: string}}], responses: {'200': "
      "{description: "
      "d}}}}}",
      "", "" },
    { "in the way of Swagger 2.0", FRAME_WHOLE,
      "{swagger: '2.0', info: {title: Items, version: '1'}, paths: {/a: {get: {parameters: [{name: q, in: "
      "query, type: "
      "array, items: {type: string}, collectionFormat: multi}], responses: {'200': {description: d}}}}}}",
      "{openapi: 3.0.3, info: {title: Items, version: '1'}, paths: {/a: {get: {parameters: [{name: q, in: "
      "query, schema: "
      "{type: array, items: {type: string}}}], responses: {'200': {description: d}}}}}}",
      "", "" },
};

const struct difference_cases difference_parameter_cases = { list, sizeof list / sizeof *list };
