/* SPDX-License-Identifier: Apache-2.0 */
/* The document as a whole: version, servers, and which operations there are. */
#include "differences.h"

#define NO_PATHS ", paths: {}"
#define DONE "responses: {'200': {description: d}}"
#define SERVER(url) "servers: [{url: '" url "'}]" NO_PATHS

static const struct difference_case list[] = {
    { "the version", FRAME_WHOLE, "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {}}",
      "{openapi: 3.1.0, info: {title: t, version: '2'}, paths: {}}", "safe api-version-changed - -\n",
      "safe api-version-changed - -\n" },
    { "the version of OpenAPI", FRAME_WHOLE, "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {}}",
      "{openapi: 3.0.3, info: {title: s, version: '1'}, paths: {}}", "", "" },

    { "one server more", FRAME_DOCUMENT, SERVER("https://a.example"),
      "servers: [{url: 'https://b.example'}, {url: 'https://a.example'}]" NO_PATHS,
      "safe server-added server -\n", "breaking server-removed server -\n" },
    { "a server where none was said", FRAME_DOCUMENT, "paths: {}", SERVER("https://a.example/v1"),
      "safe server-added server -\nbreaking server-removed server -\n",
      "safe server-added server -\nbreaking server-removed server -\n" },
    { "the host", FRAME_DOCUMENT, SERVER("https://a.example/v1"), SERVER("https://b.example/v1"),
      "breaking server-host-changed server -\n", "breaking server-host-changed server -\n" },
    { "the port", FRAME_DOCUMENT, SERVER("https://a.example"), SERVER("https://a.example:8443"),
      "breaking server-port-changed server -\n", "breaking server-port-changed server -\n" },
    { "the base path", FRAME_DOCUMENT, SERVER("https://a.example/v1"), SERVER("https://a.example/v2"),
      "breaking server-base-path-changed server -\n", "breaking server-base-path-changed server -\n" },
    { "TLS", FRAME_DOCUMENT, SERVER("http://a.example"), SERVER("https://a.example"),
      "risky server-scheme-secured server -\n", "breaking server-scheme-unsecured server -\n" },
    { "another protocol", FRAME_DOCUMENT, SERVER("ws://a.example"), SERVER("https://a.example"),
      "breaking server-scheme-changed server -\n", "breaking server-scheme-changed server -\n" },
    { "a base path that moved into the paths", FRAME_DOCUMENT,
      "servers: [{url: 'https://a.example/v1'}], paths: {/a: {get: {" DONE "}}, '/b/{id}': {get: {" DONE
      "}}}",
      "servers: [{url: 'https://a.example'}], paths: {/v1/a: {get: {" DONE "}}, '/v1/b/{id}': {get: {" DONE
      "}}}",
      "safe server-base-path-moved server -\n", "safe server-base-path-moved server -\n" },
    { "servers of an operation", FRAME_DOCUMENT,
      "servers: [{url: 'https://a.example'}], paths: {/a: {get: {servers: [{url: 'https://x.example'}], " DONE
      "}}}",
      "servers: [{url: 'https://a.example'}], paths: {/a: {get: {servers: [{url: 'https://y.example'}], " DONE
      "}}}",
      "breaking server-host-changed server -\n", "breaking server-host-changed server -\n" },
    { "host and basePath of Swagger 2.0", FRAME_WHOLE,
      "{swagger: '2.0', host: a.example, basePath: /v1, schemes: [https], info: {title: t, version: '1'}, "
      "paths: {}}",
      "{openapi: 3.0.3, servers: [{url: 'https://a.example/v1/'}], info: {title: t, version: '1'}, paths: "
      "{}}",
      "", "" },

    { "an operation", FRAME_DOCUMENT, "paths: {/a: {get: {" DONE "}}}",
      "paths: {/a: {get: {" DONE "}, post: {" DONE "}}}", "safe operation-added - -\n",
      "breaking operation-removed - -\n" },
    { "a path", FRAME_DOCUMENT, "paths: {/a: {get: {" DONE "}}}",
      "paths: {/a: {get: {" DONE "}}, /b: {get: {" DONE "}}}", "safe operation-added - -\n",
      "breaking operation-removed - -\n" },
    { "an operation whose sunset is passed", FRAME_DOCUMENT,
      "paths: {/a: {get: {deprecated: true, x-sunset: '2026-06-30', " DONE "}}}", "paths: {}",
      "risky operation-removed-after-sunset - -\n", "safe operation-added - -\n" },
    { "an operation whose sunset is passed, as a header field has it", FRAME_DOCUMENT,
      "paths: {/a: {get: {deprecated: true, x-sunset: 'Wed, 11 Nov 2026 11:11:11 GMT', " DONE "}}}",
      "paths: {}", "risky operation-removed-after-sunset - -\n", "safe operation-added - -\n" },
    { "an operation whose sunset is to come", FRAME_DOCUMENT,
      "paths: {/a: {get: {deprecated: true, x-sunset: '2027-06-30', " DONE "}}}", "paths: {}",
      "breaking operation-removed - -\n", "safe operation-added - -\n" },
    { "an operation that was deprecated only", FRAME_DOCUMENT,
      "paths: {/a: {get: {deprecated: true, " DONE "}}}", "paths: {}", "breaking operation-removed - -\n",
      "safe operation-added - -\n" },
    { "an operation that moved", FRAME_DOCUMENT, "paths: {/a: {get: {operationId: list, " DONE "}}}",
      "paths: {/b: {get: {operationId: list, deprecated: true, " DONE "}}}",
      "breaking operation-moved - -\nsafe operation-deprecated - -\n",
      "breaking operation-moved - -\nsafe operation-undeprecated - -\n" },
    { "names in a path, of two that are alike", FRAME_DOCUMENT,
      "paths: {'/a/{x}': {get: {" DONE "}}, '/a/{y}': {get: {deprecated: true, " DONE "}}}",
      "paths: {'/a/{y}': {get: {deprecated: true, " DONE "}}, '/a/{x}': {get: {" DONE "}}}", "", "" },

    { "a webhook", FRAME_DOCUMENT, "paths: {}", "paths: {}, webhooks: {paid: {post: {" DONE "}}}",
      "safe webhook-added - -\n", "breaking webhook-removed - -\n" },
    { "a callback", FRAME_DOCUMENT, "paths: {/a: {post: {" DONE "}}}",
      "paths: {/a: {post: {callbacks: {done: {'{$request.query.url}': {post: {" DONE "}}}}, " DONE "}}}",
      "risky callback-added - -\n", "breaking callback-removed - -\n" },
    { "callbacks of two operations under one expression", FRAME_DOCUMENT,
      "paths: {/b: {post: {callbacks: {done: {'{$url}': {post: {deprecated: true, " DONE "}}}}, " DONE "}}}",
      "paths: {/a: {post: {callbacks: {done: {'{$url}': {post: {" DONE "}}}}, " DONE
      "}}, /b: {post: {callbacks: {done: "
      "{'{$url}': {post: {deprecated: true, " DONE "}}}}, " DONE "}}}",
      "safe operation-added - -\nrisky callback-added - -\n",
      "breaking operation-removed - -\nbreaking callback-removed - -\n" },
    { "a webhook is read by callers", FRAME_DOCUMENT,
      "paths: {}, webhooks: {paid: {post: {parameters: [{name: Signature, in: header, required: true, "
      "schema: {type: "
      "string}}], requestBody: {required: true, content: {application/json: {schema: {type: string, enum: "
      "[a]}}}}, " DONE "}}}",
      "paths: {}, webhooks: {paid: {post: {requestBody: {content: {application/json: {schema: {type: string, "
      "enum: [a, "
      "b]}}}}, responses: {'204': {description: d}}}}}",
      "breaking response-header-removed header Signature\n"
      "breaking response-body-became-optional request -\n"
      "risky response-enum-value-added request -\n"
      "safe answer-added response:204 -\n"
      "breaking answer-removed response:200 -\n",
      "safe response-header-added header Signature\n"
      "safe response-body-became-required request -\n"
      "safe response-enum-value-removed request -\n"
      "safe answer-added response:200 -\n"
      "breaking answer-removed response:204 -\n" },
};

const struct difference_cases difference_document_cases = { list, sizeof list / sizeof *list };
