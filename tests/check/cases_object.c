/* SPDX-License-Identifier: Apache-2.0 */
/* Objects and their fields, references, the document, servers, components, security. */
#include "cases.h"

#define SCHEMES_30                                                                                           \
    "components: {securitySchemes: {k: {type: apiKey, name: n, in: header},\n"                               \
    "    o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {read: r}}}}}}\n"
#define SCHEMES_20                                                                                           \
    "securityDefinitions: {k: {type: apiKey, name: n, in: header},\n"                                        \
    "    o: {type: oauth2, flow: password, tokenUrl: /t, scopes: {read: r}}}\n"

const struct check_case check_cases_object[] = {
    /* unknown-field */
    { "openapi: 3.0.3\ninfo: {title: T, version: '1', summry: s}\npaths: {}\n", "2:32 unknown-field\n",
      "openapi: 3.0.3\ninfo: {title: T, version: '1', x-summary: s}\npaths: {}\n" },
    { HEAD_20 "paths: {}\nservers: []\n", "4:1 unknown-field\n", HEAD_20 "paths: {}\nhost: a.example:80\n" },
    { HEAD_31 "components:\n  headers: {h: {name: h, schema: true}}\n", "4:17 unknown-field\n",
      HEAD_31 "components:\n  headers: {h: {x-name: h, schema: true}}\n" },
    { SCHEMA_30 "{const: 1}}}\n", "5:9 unknown-field\n", SCHEMA_30 "{enum: [1]}}}\n" },
    { SCHEMA_20 "{oneOf: [{}]}}\n", "5:9 unknown-field\n", SCHEMA_20 "{allOf: [{}]}}\n" },
    /* unknown-keyword */
    { SCHEMA_31 "{propertes: {}}\n", "5:9 unknown-keyword\n", SCHEMA_31 "{properties: {}, whatever: 1}\n" },
    /* missing-field */
    { "openapi: 3.0.3\ninfo: {title: T}\npaths: {}\n", "2:7 missing-field\n", HEAD_30 "paths: {}\n" },
    { HEAD_20, "1:1 missing-field\n", HEAD_20 "paths: {}\n" },
    { HEAD_30 "paths: {/a: {get: {responses: {'200': {}}}}}\n", "3:39 missing-field\n",
      HEAD_30 "paths: {/a: {get: {responses: {'200': {description: ''}}}}}\n" },
    { HEAD_31 "components:\n  securitySchemes: {s: {type: apiKey, name: n}}\n", "4:24 missing-field\n",
      HEAD_31 "components:\n  securitySchemes: {s: {type: apiKey, name: n, in: cookie}}\n" },
    { HEAD_30
      "paths: {}\ncomponents: {securitySchemes: {s: {type: oauth2, flows: {implicit: {scopes: {}}}}}}\n",
      "4:68 missing-field\n",
      HEAD_30
      "paths: {}\ncomponents: {securitySchemes: {s: {type: oauth2, flows: {implicit: {authorizationUrl: /a, "
      "scopes: {}}}}}}\n" },
    { HEAD_20
      "paths: {}\nsecurityDefinitions: {s: {type: oauth2, flow: accessCode, tokenUrl: /t, scopes: {}}}\n",
      "4:26 missing-field\n",
      HEAD_20 "paths: {}\nsecurityDefinitions: {s: {type: oauth2, flow: accessCode, tokenUrl: /t, "
              "authorizationUrl: /a, scopes: {}}}\n" },
    { "info: {name: N, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'}\n"
      "item: [{name: a}, {item: [{request: 'https://a.example'}]}]\n",
      "2:8 missing-field\n",
      "info: {name: N, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'}\n"
      "item: [{name: a, request: {method: GET, url: {raw: /a}, body: null}, anything: 1}]\n" },
    /* wrong-type */
    { "openapi: 3.0.3\ninfo: {title: 1, version: '1'}\npaths: {}\n", "2:15 wrong-type\n", NULL },
    { HEAD_30 "paths: []\n", "3:8 wrong-type\n", NULL },
    { HEAD_30 "paths: {}\ntags: {a: b}\n", "4:7 wrong-type\n", NULL },
    { HEAD_30 GET "      deprecated: 'yes'\n", "7:19 wrong-type\n", HEAD_30 GET "      deprecated: true\n" },
    { SCHEMA_30 "{maxLength: '1'}}}\n", "5:20 wrong-type\n", SCHEMA_30 "{maxLength: 1.0}}}\n" },
    { SCHEMA_30 "{type: [string]}}}\n", "5:15 wrong-type\n", SCHEMA_31 "{type: [string]}\n" },
    { SCHEMA_31 "{exclusiveMinimum: true}\n", "5:27 wrong-type\n", SCHEMA_31 "{exclusiveMinimum: 1}\n" },
    { HEAD_30 "paths: {}\ncomponents: {schemas: {a: true}}\n", "4:27 wrong-type\n", SCHEMA_31 "true\n" },
    { "info: {name: N, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'}\n"
      "item: [{request: {method: [GET]}}]\n",
      "2:27 wrong-type\n", NULL },
    /* wrong-value */
    { HEAD_30 "paths: {}\ncomponents: {parameters: {p: {name: p, in: quer, schema: {}}}}\n",
      "4:44 wrong-value\n",
      HEAD_30 "paths: {}\ncomponents: {parameters: {p: {name: p, in: query, schema: {}}}}\n" },
    { HEAD_20 "paths: {}\nschemes: [https, ftp]\n", "4:18 wrong-value\n",
      HEAD_20 "paths: {}\nschemes: [https, wss]\n" },
    { SCHEMA_30 "{type: 'null'}}}\n", "5:15 wrong-value\n", SCHEMA_31 "{type: 'null'}\n" },
    { SCHEMA_31 "{type: [string, text]}\n", "5:24 wrong-value\n", NULL },
    { SCHEMA_30 "{minItems: -1}}}\n", "5:19 wrong-value\n", SCHEMA_30 "{minItems: 0}}}\n" },
    { HEAD_30 "paths: {}\ncomponents: {securitySchemes: {s: {type: mutualTLS}}}\n", "4:42 wrong-value\n",
      HEAD_31 "components: {securitySchemes: {s: {type: mutualTLS}}}\n" },
    /* exclusive-fields */
    { HEAD_31 "components: {examples: {e: {value: 1, externalValue: /e}}}\n", "3:39 exclusive-fields\n",
      HEAD_31 "components: {examples: {e: {externalValue: /e}}}\n" },
    { "openapi: 3.1.0\ninfo: {title: T, version: '1', license: {name: L, identifier: MIT, url: /l}}\npaths: "
      "{}\n",
      "2:68 exclusive-fields\n",
      "openapi: 3.1.0\ninfo: {title: T, version: '1', license: {name: L, identifier: MIT}}\npaths: {}\n" },
    /* misplaced-field */
    { HEAD_30 "paths: {}\ncomponents: {securitySchemes: {s: {type: http, scheme: basic, in: header}}}\n",
      "4:63 misplaced-field\n",
      HEAD_30 "paths: {}\ncomponents: {securitySchemes: {s: {type: http, scheme: basic}}}\n" },
    /* empty-list */
    { HEAD_31 "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a, enum: []}}}]\n",
      "4:59 empty-list\n",
      HEAD_31 "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a, enum: [a]}}}]\n" },
    { HEAD_30 "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a, enum: []}}}]\n",
      "4:59 empty-list?\n", NULL },
    { SCHEMA_30 "{required: []}}}\n", "5:19 empty-list\n", SCHEMA_31 "{required: []}\n" },
    { SCHEMA_30 "{allOf: []}}}\n", "5:16 empty-list\n", SCHEMA_30 "{allOf: [{}]}}}\n" },
    { SCHEMA_20 "{enum: []}}\n", "5:15 empty-list\n", SCHEMA_20 "{enum: [a]}}\n" },
    { SCHEMA_31 "{enum: []}\n", "5:15 empty-list?\n", NULL },
    /* duplicate-value */
    { SCHEMA_30 "{required: [a, b, a]}}}\n", "5:26 duplicate-value\n", SCHEMA_30 "{required: [a, b]}}}\n" },
    { SCHEMA_30 "{enum: [a, a]}}}\n", "5:19 duplicate-value?\n", SCHEMA_30 "{enum: [a, b]}}}\n" },
    { SCHEMA_20 "{enum: [1, 1]}}\n", "5:19 duplicate-value\n", SCHEMA_20 "{enum: [1, '1']}}\n" },
    { SCHEMA_31 "{type: [string, string]}\n", "5:24 duplicate-value\n", NULL },
    { HEAD_30 GET "      tags: [a, a]\n", "7:17 duplicate-value?\n", HEAD_30 GET "      tags: [a, b]\n" },
    /* url-form, email-form, media-type-form, version-form */
    { HEAD_30 "paths: {}\nexternalDocs: {url: 'https://a.example/ b'}\n", "4:21 url-form\n",
      HEAD_30 "paths: {}\nexternalDocs: {url: 'https://a.example/%20b'}\n" },
    { HEAD_30 "paths: {}\nexternalDocs: {url: 'a%2'}\n", "4:21 url-form\n",
      HEAD_30 "paths: {}\nexternalDocs: {url: a}\n" },
    { SCHEMA_31 "{xml: {namespace: a}}\n", "5:26 url-form\n", SCHEMA_31 "{xml: {namespace: 'urn:a'}}\n" },
    { HEAD_31 "paths: {}\nservers: [{url: 'https://{a.example'}]\n", "4:17 url-form\n",
      HEAD_31 "paths: {}\nservers: [{url: 'https://a.example'}]\n" },
    { "openapi: 3.0.3\ninfo: {title: T, version: '1', contact: {email: 'a at b'}}\npaths: {}\n",
      "2:49 email-form\n",
      "openapi: 3.0.3\ninfo: {title: T, version: '1', contact: {email: a@b}}\npaths: {}\n" },
    { HEAD_20 "paths: {}\nconsumes: [json]\n", "4:12 media-type-form\n",
      HEAD_20 "paths: {}\nconsumes: [application/vnd.a+json; v=1]\n" },
    { HEAD_30 "paths: {}\ncomponents: {requestBodies: {b: {content: {json: {}}}}}\n",
      "4:44 media-type-form\n",
      HEAD_30 "paths: {}\ncomponents: {requestBodies: {b: {content: {'*/*': {}}}}}\n" },
    { "openapi: '3.0'\n" INFO "paths: {}\n", "1:10 version-form\n",
      "openapi: 3.0.0-rc2\n" INFO "paths: {}\n" },
    { "swagger: '2.0.1'\n" INFO "paths: {}\n", "1:10 version-form\n", NULL },

    /* references */
    { SCHEMA_30 "{$ref: '#/components/schemas/X'}}}\n", "5:15 unresolved-reference\n",
      SCHEMA_30 "{properties: {a: {$ref: '#/components/schemas/S'}}}}}\n" },
    { SCHEMA_31 "{$ref: '#/components/schemas/X', type: string}\n", "5:15 unresolved-reference\n",
      SCHEMA_31 "{$ref: '#/components/schemas/T', type: string}\n    T: {}\n" },
    { SCHEMA_30 "{$ref: '#/components/schemas/S'}}}\n", "5:15 reference-circle\n", NULL },
    { SCHEMA_30 "{$ref: '#components/schemas/T'}, T: {}}}\n", "5:15 reference-syntax\n",
      SCHEMA_30 "{$ref: '#/components/schemas/T'}, T: {}}}\n" },
    { SCHEMA_30 "{$ref: 'https://a.example/s.json'}}}\n", "5:15 remote-reference\n", NULL },
    { SCHEMA_30 "{$ref: 1}}}\n", "5:15 wrong-type\n", NULL },
    { SCHEMA_30 "{properties: {$ref: '#/components/schemas/T'}}, T: {}}}\n", "5:22 misplaced-reference\n",
      SCHEMA_30 "{properties: {a: {$ref: '#/components/schemas/T'}}}, T: {}}}\n" },
    { SCHEMA_30 "{properties: {$ref: {type: string}}}}}\n", "", NULL },
    { HEAD_30 "paths: {'/{a}': {get: {$ref: '#/x-get'}}}\n"
              "x-get: {parameters: [{name: a, in: path, required: true, schema: {}}], responses: {}}\n",
      "3:24 misplaced-reference\n4:83 no-response\n", NULL },
    { SCHEMA_30 "{$ref: '#/components/parameters/P'}}, parameters: {P: {name: P, in: query, schema: {}}}}\n",
      "5:15 wrong-reference\n", NULL },
    { HEAD_20
      "paths: {/a: {get: {parameters: [{$ref: '#/definitions/D'}], responses: {'200': {description: d}}}}}\n"
      "definitions: {D: {}}\n",
      "3:40 wrong-reference\n", NULL },
    { SCHEMA_31 "{items: {$ref: '#'}}\n", "5:23 wrong-reference\n", NULL },
    { SCHEMA_30 "{$ref: '#/components/schemas/T', nullable: true}, T: {}}}\n", "5:41 ignored-sibling\n",
      SCHEMA_30 "{$ref: '#/components/schemas/T', x-a: 1}, T: {}}}\n" },
    { HEAD_31
      "components: {examples: {a: {value: 1}, b: {$ref: '#/components/examples/a', summary: s, value: 2}}}\n",
      "3:89 ignored-sibling\n",
      HEAD_31 "components: {examples: {a: {value: 1}, b: {$ref: '#/components/examples/a', summary: s}}}\n" },
    { HEAD_31 "paths: {/a: {summary: s, $ref: '#/components/pathItems/p'}}\ncomponents: {pathItems: {p: "
              "{summary: t}}}\n",
      "3:14 ambiguous-path-item\n",
      HEAD_31
      "paths: {/a: {$ref: '#/components/pathItems/p'}}\ncomponents: {pathItems: {p: {summary: t}}}\n" },
    /* what a reference leads to is checked where it stands, once */
    { HEAD_30 "paths: {/a: {$ref: '#/x-items/i'}, /b: {$ref: '#/x-items/i'}}\nx-items: {i: {gett: {}}}\n",
      "4:15 unknown-field\n", NULL },

    /* the document */
    { "openapi: 3.2.0\n" INFO "paths: {}\nnews: 1\n", "1:10 newer-version\n4:1 unknown-field?\n", NULL },
    { HEAD_31, "1:1 empty-document\n", HEAD_31 "webhooks: {}\n" },
    { HEAD_31 "components: {schemas: {'a b': {}}}\n", "3:24 component-name\n",
      HEAD_31 "components: {schemas: {a-b.c_1: {}}}\n" },
    { HEAD_30 "paths: {}\ntags: [{name: a}, {name: a}]\n", "4:26 duplicate-tag\n",
      HEAD_30 "paths: {}\ntags: [{name: a}, {name: A}]\n" },
    { HEAD_20 "paths: {}\nhost: https://a.example\n", "4:7 host-form\n",
      HEAD_20 "paths: {}\nhost: '[::1]:80'\n" },
    { HEAD_20 "paths: {}\nbasePath: v1\n", "4:11 base-path-form\n", HEAD_20 "paths: {}\nbasePath: /v1\n" },
    { HEAD_20 "paths: {}\nbasePath: '/{v}'\n", "4:11 base-path-form\n", NULL },
    { HEAD_31 "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a, enum: [b]}}}]\n",
      "4:50 server-variable-default\n",
      HEAD_31 "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: b, enum: [b]}}}]\n" },
    { HEAD_30 "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a, enum: [b]}}}]\n",
      "4:50 server-variable-default?\n", NULL },
    { HEAD_30 "paths: {}\nservers: [{url: '/{v}'}]\n", "4:17 undefined-variable\n",
      HEAD_30 "paths: {}\nservers: [{url: '/{v}', variables: {v: {default: a}}}]\n" },
    { HEAD_30 "paths: {}\nservers: [{url: '/', variables: {v: {default: a}}}]\n", "4:34 unused-variable\n",
      NULL },

    /* security */
    { HEAD_30 "paths: {}\nsecurity: [{none: []}]\n" SCHEMES_30, "4:13 undefined-scheme\n",
      HEAD_30 "paths: {}\nsecurity: [{k: []}, {}]\n" SCHEMES_30 },
    { HEAD_20 "paths: {}\nsecurity: [{none: []}]\n" SCHEMES_20, "4:13 undefined-scheme\n",
      HEAD_20 "paths: {}\nsecurity: [{k: []}]\n" SCHEMES_20 },
    { HEAD_30 "paths: {}\nsecurity: [{o: [write]}]\n" SCHEMES_30, "4:17 undefined-scope\n",
      HEAD_30 "paths: {}\nsecurity: [{o: [read]}]\n" SCHEMES_30 },
    { HEAD_20 "paths: {}\nsecurity: [{o: [write]}]\n" SCHEMES_20, "4:17 undefined-scope\n",
      HEAD_20 "paths: {}\nsecurity: [{o: [read]}]\n" SCHEMES_20 },
    { HEAD_30 "paths: {}\nsecurity: [{k: [admin]}]\n" SCHEMES_30, "4:17 needless-scope\n",
      HEAD_31 "paths: {}\nsecurity: [{k: [admin]}]\n" SCHEMES_30 },
};
const size_t check_cases_object_count = sizeof check_cases_object / sizeof *check_cases_object;
