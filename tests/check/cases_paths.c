/* SPDX-License-Identifier: Apache-2.0 */
/* Paths and operations, responses, links and callbacks. */
#include "cases.h"

#define ID "{name: id, in: path, required: true, schema: {}}"
#define OK "responses: {'200': {description: d}}"

const struct check_case check_cases_paths[] = {
    { HEAD_30 "paths: {a: {}}\n", "3:9 path-slash\n", HEAD_30 "paths: {/a: {}, x-b: 1}\n" },
    { HEAD_30 "paths: {'/{a': {}}\n", "3:9 path-template\n", HEAD_30 "paths: {'/{a}': {}}\n" },
    { HEAD_30 "paths: {'/{a{b}}': {}}\n", "3:9 path-template\n", NULL },
    { HEAD_30 "paths: {'/a}': {}}\n", "3:9 path-template\n", NULL },
    { HEAD_30 "paths: {'/{}': {}}\n", "3:9 path-template\n", NULL },
    { HEAD_30 "paths: {'/a?b=c': {}}\n", "3:9 path-query\n", HEAD_30 "paths: {/a/b=c: {}}\n" },
    { HEAD_30 "paths: {'/a/{b}': {}, '/a/{c}': {}}\n", "3:23 duplicate-path\n",
      HEAD_30 "paths: {'/a/{b}': {}, '/a/{c}/': {}, /a/b: {}}\n" },
    { HEAD_20 "paths: {'/a/{b}': {}, '/a/{c}': {}}\n", "3:23 duplicate-path?\n", NULL },
    { HEAD_30 "paths: {'/{id}/{id}': {parameters: [" ID "], get: {" OK "}}}\n",
      "3:9 repeated-path-parameter\n", NULL },
    /* undeclared: nowhere, in one of the operations, behind references */
    { HEAD_30 "paths: {'/{id}': {get: {" OK "}, put: {" OK "}}}\n", "3:9 undeclared-path-parameter\n",
      HEAD_30 "paths: {'/{id}': {parameters: [" ID "], get: {" OK "}, put: {" OK "}}}\n" },
    { HEAD_30 "paths: {'/{id}': {\n  get: {" OK ", parameters: [" ID "]},\n  put: {" OK "}}}\n",
      "5:3 undeclared-path-parameter\n",
      HEAD_30 "paths: {'/{id}': {\n  get: {" OK ", parameters: [" ID "]},\n  put: {" OK ", parameters: [" ID
              "]}}}\n" },
    { HEAD_30 "paths: {'/{id}': {get: {" OK ", parameters: [{$ref: '#/components/parameters/p'}]}}}\n"
              "components: {parameters: {p: {name: id, in: query, schema: {}}}}\n",
      "3:9 undeclared-path-parameter\n",
      HEAD_30 "paths: {'/{id}': {get: {" OK ", parameters: [{$ref: '#/components/parameters/p'}]}}}\n"
              "components: {parameters: {p: " ID "}}\n" },
    { HEAD_31 "paths: {'/{id}': {$ref: '#/components/pathItems/p'}}\ncomponents: {pathItems: {p: {get: {" OK
              "}}}}\n",
      "3:9 undeclared-path-parameter\n",
      HEAD_31 "paths: {'/{id}': {$ref: '#/components/pathItems/p'}}\n"
              "components: {pathItems: {p: {parameters: [" ID "], get: {" OK "}}}}\n" },
    { HEAD_30 "paths: {/a: {parameters: [\n  " ID "], get: {" OK "}}}\n", "4:3 unused-path-parameter\n",
      NULL },
    { HEAD_30 "paths: {'/{a}:do-{id}': {get: {" OK ", parameters: [" ID ",\n"
              "  {name: a, in: path, required: true, schema: {}},\n"
              "  {name: b, in: path, required: true, schema: {}}]}}}\n",
      "5:3 unused-path-parameter\n", NULL },
    /* operations */
    { HEAD_30 "paths: {/a: {\n  get: {operationId: a, " OK "},\n  put: {operationId: a, " OK "}}}\n",
      "5:22 duplicate-operation-id\n",
      HEAD_30 "paths: {/a: {\n  get: {operationId: a, " OK "},\n  put: {operationId: A, " OK "}}}\n" },
    { HEAD_31 "paths: {/a: {get: {operationId: a, callbacks: {c: {'{$url}': {post: {operationId: a}}}}}}}\n",
      "3:33 duplicate-operation-id\n", NULL },
    { HEAD_30 GET "      requestBody: {content: {}}\n", "7:7 ignored-body\n",
      HEAD_30 POST "      requestBody: {content: {}}\n" },
    { HEAD_20 GET "      parameters: [{name: b, in: body, schema: {}}]\n", "7:7 ignored-body\n",
      HEAD_20 POST "      parameters: [{name: b, in: body, schema: {}}]\n" },
    { HEAD_30 "paths: {/a: {get: {responses: {}}}}\n", "3:31 no-response\n",
      HEAD_30 "paths: {/a: {get: {responses: {default: {description: d}}}}}\n" },
    { HEAD_20 "paths: {/a: {get: {responses: {x-a: 1}}}}\n", "3:31 no-response\n", NULL },
    { HEAD_30 "paths: {/a: {get: {responses: {200-299: {description: d}}}}}\n", "3:32 response-code\n",
      HEAD_30 "paths: {/a: {get: {responses: {2XX: {description: d}, 404: {description: d}}}}}\n" },
    { HEAD_30 "paths: {/a: {get: {responses: {2xx: {description: d}}}}}\n", "3:32 response-code\n", NULL },
    { HEAD_20 "paths: {/a: {get: {responses: {2XX: {description: d}}}}}\n", "3:32 response-code\n", NULL },
    { HEAD_30 GET "      parameters:\n"
                  "        - {name: p, in: query, schema: {}}\n"
                  "        - {name: p, in: header, schema: {}}\n"
                  "        - {name: p, in: query, schema: {}}\n",
      "10:11 duplicate-parameter\n",
      HEAD_30 GET "      parameters:\n"
                  "        - {name: p, in: query, schema: {}}\n"
                  "        - {name: P, in: query, schema: {}}\n" },
    /* links and callbacks */
    { HEAD_31 "components: {links: {l: {operationId: a}}}\n", "3:39 link-target\n",
      HEAD_31 "components: {links: {l: {operationId: a}}}\npaths: {/a: {get: {operationId: a}}}\n" },
    { HEAD_31 "components: {links: {l: {operationRef: '#/paths/~1a/get'}}}\n", "3:40 link-target\n",
      HEAD_31 "components: {links: {l: {operationRef: '#/paths/~1%61/get'}}}\npaths: {/a: {get: {}}}\n" },
    { HEAD_31 "components: {links: {l: {}}}\n", "3:25 missing-field\n", NULL },
    { HEAD_31 "components: {links: {l: {operationRef: 'a.json#/b', operationId: a}}}\npaths: {/a: {get: "
              "{operationId: "
              "a}}}\n",
      "3:26 exclusive-fields\n", NULL },
    { HEAD_31
      "components: {links: {l: {operationRef: a, parameters: {p: $response.bodies}, requestBody: $url}}}\n",
      "3:59 runtime-expression\n",
      HEAD_31 "components: {links: {l: {operationRef: a, parameters: {p: $response.body#/id, q: 1, r: "
              "$request.path.a}, "
              "requestBody: 'a {$method} b'}}}\n" },
    { HEAD_31 "components: {callbacks: {c: {'{$request.query}/a': {}}}}\n", "3:30 runtime-expression\n",
      HEAD_31 "components: {callbacks: {c: {'{$request.query.u}/a': {}, x-b: 1}}}\n" },
};
const size_t check_cases_paths_count = sizeof check_cases_paths / sizeof *check_cases_paths;
