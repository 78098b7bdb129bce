/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters, headers, bodies and examples. */
#include "cases.h"

#define PARAMETERS_30 "openapi: 3.0.3\n" INFO "paths: {}\ncomponents: {parameters: {\n  p: "
#define PARAMETERS_20 "swagger: '2.0'\n" INFO "paths: {}\nparameters: {\n  p: "
#define BODY_30 "openapi: 3.0.3\n" INFO "paths: {}\ncomponents: {requestBodies: {\n  b: {content: {"

const struct check_case check_cases_parameter[] = {
    { PARAMETERS_30 "{name: p, in: path, schema: {}}}}\n", "5:6 optional-path-parameter\n",
      PARAMETERS_30 "{name: p, in: path, required: true, schema: {}}}}\n" },
    { PARAMETERS_20 "{name: p, in: path, required: false, type: string}}\n", "5:36 optional-path-parameter\n",
      PARAMETERS_20 "{name: p, in: path, required: true, type: string}}\n" },
    { PARAMETERS_30 "{name: p, in: query}}}\n", "5:6 missing-field\n",
      PARAMETERS_30 "{name: p, in: query, schema: {}}}}\n" },
    { PARAMETERS_30 "{name: p, in: query, schema: {}, content: {a/b: {}}}}}\n", "5:39 exclusive-fields\n",
      PARAMETERS_30 "{name: p, in: query, content: {a/b: {}}}}}\n" },
    { PARAMETERS_30 "{name: p, in: query, schema: {}, example: 1, examples: {}}}}\n",
      "5:51 exclusive-fields\n",
      PARAMETERS_30 "{name: p, in: query, schema: {}, examples: {a: {value: 1}}}}}\n" },
    { PARAMETERS_30 "{name: p, in: query, content: {a/b: {}, c/d: {}}}}}\n", "5:27 single-content\n", NULL },
    { PARAMETERS_30 "{name: p, in: query, content: {}}}}\n", "5:27 single-content\n", NULL },
    { PARAMETERS_30 "{name: p, in: query, explode: true, content: {a/b: {}}}}}\n", "5:27 misplaced-field\n",
      NULL },
    { PARAMETERS_30 "{name: p, in: header, allowEmptyValue: true, schema: {}}}}\n", "5:28 misplaced-field\n",
      PARAMETERS_30 "{name: p, in: query, allowEmptyValue: true, schema: {}}}}\n" },
    { PARAMETERS_30 "{name: p, in: query, style: matrix, schema: {}}}}\n", "5:34 parameter-style\n",
      PARAMETERS_30 "{name: p, in: query, style: deepObject, schema: {}}}}\n" },
    { PARAMETERS_30 "{name: p, in: cookie, style: simple, schema: {}}}}\n", "5:35 parameter-style\n", NULL },
    { PARAMETERS_30 "{name: accept, in: header, schema: {}}}}\n", "5:13 ignored-header\n",
      PARAMETERS_30 "{name: accept, in: query, schema: {}}}}\n" },
    { HEAD_31 "components: {headers: {h: {style: form, schema: true}}}\n", "3:35 wrong-value\n",
      HEAD_31 "components: {headers: {h: {style: simple, schema: true}}}\n" },
    { HEAD_31 "components: {responses: {r: {description: d, headers: {content-type: {schema: true}}}}}\n",
      "3:56 ignored-header\n", NULL },

    /* bodies */
    { BODY_30 "multipart/form-data: {schema: {properties: {a: {}}}, encoding: {b: {}}}}}}}\n",
      "5:81 encoding-property\n",
      BODY_30 "multipart/form-data: {schema: {properties: {a: {}}}, encoding: {a: {}}}}}}}\n" },
    { BODY_30 "a/b: {schema: {allOf: [{properties: {a: {}}}, {anyOf: [{properties: {b: {}}}]}]}, encoding: "
              "{b: {}, c: {}}}"
              "}}}}\n",
      "5:117 encoding-property\n",
      BODY_30 "a/b: {schema: {additionalProperties: {}}, encoding: {b: {}}}}}}}\n" },
    { BODY_30 "a/b: {example: 1, examples: {}}}}}}\n", "5:35 exclusive-fields\n", NULL },
    { BODY_30 "application/json: {schema: {type: integer}, example: a}}}}}\n", "5:70 example-mismatch\n",
      BODY_30 "text/csv: {schema: {type: array, items: {}}, example: a}}}}}\n" },
    { BODY_30 "a/b+json: {schema: {type: object, properties: {i: {type: string, nullable: true}, j: {type: "
              "string}}},\n"
              "    examples: {a: {value: {i: null, j: null}}}}}}}}\n",
      "6:40 example-mismatch\n", NULL },
    { BODY_30
      "application/json: {schema: {type: array, items: {type: integer}}, example: [1, 2.0, 2.5]}}}}}\n",
      "5:101 example-mismatch\n", NULL },

    /* Swagger 2.0 */
    { PARAMETERS_20 "{name: p, in: query}}\n", "5:6 missing-field\n",
      PARAMETERS_20 "{name: p, in: query, type: string}}\n" },
    { PARAMETERS_20 "{name: p, in: body}}\n", "5:6 missing-field\n",
      PARAMETERS_20 "{name: p, in: body, schema: {}}}\n" },
    { PARAMETERS_20 "{name: p, in: body, schema: {}, type: string}}\n", "5:38 misplaced-field\n", NULL },
    { PARAMETERS_20 "{name: p, in: query, schema: {}, type: string}}\n", "5:27 misplaced-field\n", NULL },
    { PARAMETERS_20 "{name: p, in: path, required: true, type: string, allowEmptyValue: true}}\n",
      "5:56 misplaced-field\n", NULL },
    { PARAMETERS_20 "{name: p, in: query, type: array}}\n", "5:6 array-without-items\n",
      PARAMETERS_20 "{name: p, in: query, type: array, items: {type: string}}}\n" },
    { PARAMETERS_20 "{name: p, in: query, type: object}}\n", "5:33 wrong-value\n", NULL },
    { PARAMETERS_20 "{name: p, in: query, type: array, items: {type: array}}}\n",
      "5:47 array-without-items\n", NULL },
    { PARAMETERS_20 "{name: p, in: query, type: integer, default: a}}\n", "5:51 default-mismatch\n",
      PARAMETERS_20 "{name: p, in: query, type: integer, default: 1}}\n" },
    { PARAMETERS_20 "{name: p, in: header, type: array, items: {type: string}, collectionFormat: multi}}\n",
      "5:82 collection-format\n",
      PARAMETERS_20 "{name: p, in: query, type: array, items: {type: string}, collectionFormat: multi}}\n" },
    { PARAMETERS_20 "{name: p, in: query, type: file}}\n", "5:33 file-parameter\n",
      PARAMETERS_20 "{name: p, in: formData, type: file}}\n" },
    { HEAD_20 POST "      parameters:\n"
                   "        - {name: f, in: formData, type: file}\n",
      "8:11 file-parameter\n",
      HEAD_20 POST "      consumes: [multipart/form-data]\n"
                   "      parameters:\n"
                   "        - {name: f, in: formData, type: file}\n" },
    { HEAD_20 POST "      parameters:\n"
                   "        - {name: a, in: body, schema: {}}\n"
                   "        - {name: b, in: body, schema: {}}\n",
      "9:11 several-bodies\n", NULL },
    { HEAD_20 POST "      parameters:\n"
                   "        - {name: a, in: body, schema: {}}\n"
                   "    parameters:\n"
                   "      - {name: b, in: formData, type: string}\n",
      "10:9 body-and-form\n",
      HEAD_20 POST "      parameters:\n"
                   "        - {name: a, in: body, schema: {}}\n"
                   "    parameters:\n"
                   "      - {name: a, in: body, schema: {}}\n" },
    { HEAD_20 "paths: {}\nresponses: {r: {description: d, schema: {type: integer}, examples: "
              "{application/json: a, text/a: "
              "a}}}\n",
      "4:87 example-mismatch\n", NULL },
};
const size_t check_cases_parameter_count = sizeof check_cases_parameter / sizeof *check_cases_parameter;
