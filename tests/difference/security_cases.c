/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials: which are asked for, and what they are. */
#include "differences.h"

#define SCHEMES                                                                                              \
    "components: {securitySchemes: {bearer: {type: http, scheme: bearer}, key: {type: apiKey, in: header, "  \
    "name: X-Key}, oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a.example/t', "      \
    "scopes: {read: r, write: w}}}}}}"
#define ASKS(security)                                                                                       \
    SCHEMES ", paths: {/a: {get: {security: " security ", responses: {'200': {description: d}}}}}"
#define ONE(scheme) "paths: {}, components: {securitySchemes: {s: {" scheme "}}}"
#define OAUTH(flows) ONE("type: oauth2, flows: {" flows "}")
#define FLOW(name, url, scopes) name ": {tokenUrl: '" url "', scopes: {" scopes "}}"

static const struct difference_case list[] = {
    { "a credential", FRAME_DOCUMENT, ASKS("[]"), ASKS("[{bearer: []}]"),
      "breaking security-became-required security -\n", "safe security-became-optional security -\n" },
    { "a credential that was optional", FRAME_DOCUMENT, ASKS("[{}, {bearer: []}]"), ASKS("[{bearer: []}]"),
      "breaking security-became-required security -\n", "safe security-became-optional security -\n" },
    { "for the whole document", FRAME_DOCUMENT, "paths: {/a: {get: {responses: {}}}}, " SCHEMES,
      "paths: {/a: {get: {responses: {}}}}, security: [{key: []}], " SCHEMES,
      "breaking security-became-required security -\n", "safe security-became-optional security -\n" },
    { "for the operation what was for the whole", FRAME_DOCUMENT,
      "paths: {/a: {get: {responses: {}}}}, security: [{key: []}], " SCHEMES,
      "paths: {/a: {get: {security: [{key: []}], responses: {}}}}, " SCHEMES, "", "" },
    { "an alternative", FRAME_DOCUMENT, ASKS("[{bearer: []}]"), ASKS("[{key: []}, {bearer: []}]"),
      "safe security-alternative-added security -\n", "breaking security-alternative-removed security -\n" },
    { "one for another", FRAME_DOCUMENT, ASKS("[{bearer: []}]"), ASKS("[{key: []}]"),
      "safe security-alternative-added security -\nbreaking security-alternative-removed security -\n",
      "safe security-alternative-added security -\nbreaking security-alternative-removed security -\n" },
    { "two at once", FRAME_DOCUMENT, ASKS("[{bearer: []}]"), ASKS("[{bearer: [], key: []}]"),
      "breaking security-requirement-added security -\n", "safe security-requirement-removed security -\n" },
    { "a scope", FRAME_DOCUMENT, ASKS("[{oauth: [read]}]"), ASKS("[{oauth: [write, read]}]"),
      "breaking security-scope-added security oauth\n", "safe security-scope-removed security oauth\n" },

    { "a scheme", FRAME_DOCUMENT, "paths: {}", ONE("type: http, scheme: basic"),
      "safe security-scheme-added security s\n", "safe security-scheme-removed security s\n" },
    { "another name for a scheme", FRAME_DOCUMENT,
      "paths: {/a: {get: {security: [{a: []}], responses: {}}}}, components: {securitySchemes: {a: {type: "
      "http, scheme: "
      "bearer}}}",
      "paths: {/a: {get: {security: [{b: []}], responses: {}}}}, components: {securitySchemes: {b: {type: "
      "http, scheme: "
      "Bearer}}}",
      "safe security-scheme-renamed security b\n", "safe security-scheme-renamed security a\n" },
    { "another kind", FRAME_DOCUMENT, ONE("type: http, scheme: basic"), ONE("type: http, scheme: bearer"),
      "breaking security-scheme-changed security s\n", "breaking security-scheme-changed security s\n" },
    { "place of an API key", FRAME_DOCUMENT, ONE("type: apiKey, in: query, name: k"),
      ONE("type: apiKey, in: cookie, name: k"), "breaking api-key-moved security s\n",
      "breaking api-key-moved security s\n" },
    { "name of an API key", FRAME_DOCUMENT, ONE("type: apiKey, in: query, name: k"),
      ONE("type: apiKey, in: query, name: K"), "breaking api-key-renamed security s\n",
      "breaking api-key-renamed security s\n" },
    { "bearer format", FRAME_DOCUMENT, ONE("type: http, scheme: bearer"),
      ONE("type: http, scheme: bearer, bearerFormat: JWT"), "risky bearer-format-changed security s\n",
      "risky bearer-format-changed security s\n" },
    { "a flow", FRAME_DOCUMENT, OAUTH(FLOW("password", "https://a.example/t", "")),
      OAUTH(FLOW("password", "https://a.example/t", "") ", " FLOW("clientCredentials", "https://a.example/t",
                                                                  "")),
      "safe oauth-flow-added security s\n", "breaking oauth-flow-removed security s\n" },
    { "where tokens are", FRAME_DOCUMENT, OAUTH(FLOW("password", "https://a.example/t", "")),
      OAUTH(FLOW("password", "https://b.example/t", "")), "breaking security-address-changed security s\n",
      "breaking security-address-changed security s\n" },
    { "where OpenID Connect is", FRAME_DOCUMENT,
      ONE("type: openIdConnect, openIdConnectUrl: 'https://a.example'"),
      ONE("type: openIdConnect, openIdConnectUrl: 'https://b.example'"),
      "breaking security-address-changed security s\n", "breaking security-address-changed security s\n" },
    { "which scopes there are", FRAME_DOCUMENT, OAUTH(FLOW("password", "https://a.example/t", "a: x")),
      OAUTH(FLOW("password", "https://a.example/t", "a: x, b: y")), "safe oauth-scope-defined security s\n",
      "risky oauth-scope-undefined security s\n" },
    { "flows in the way of Swagger 2.0", FRAME_WHOLE,
      "{swagger: '2.0', info: {title: t, version: '1'}, paths: {}, securityDefinitions: {s: {type: oauth2, "
      "flow: "
      "application, tokenUrl: 'https://a.example/t', scopes: {a: x}}, b: {type: basic}}}",
      "{openapi: 3.0.3, info: {title: t, version: '1'}, paths: {}, components: {securitySchemes: {s: {type: "
      "oauth2, flows: "
      "{clientCredentials: {tokenUrl: 'https://a.example/t', scopes: {a: x}}}}, b: {type: http, scheme: "
      "basic}}}}",
      "", "" },
};

const struct difference_cases difference_security_cases = { list, sizeof list / sizeof *list };
