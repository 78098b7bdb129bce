/* SPDX-License-Identifier: Apache-2.0 */
/* The inventory: what the catalog's evidence amounts to, decided now (law 2). It is what people and documents see:
 * services, endpoints with templates, parameters, bodies, responses, security, each fact with its support.
 *
 * Built from a catalog by inventory_build; lives in one arena and borrows schemas from the catalog or from trees it
 * merged itself. Immutable; free it before the catalog. Everything is sorted, so the same knowledge prints the same
 * bytes: services by key, endpoints by template then method, parameters by place then name. */
#ifndef CATALOG_INVENTORY_H
#define CATALOG_INVENTORY_H

#include "base/error.h"
#include "base/ledger.h"
#include "catalog/schema.h"

struct catalog;
struct observations;

struct support {
    uint64_t count;      /* exchanges behind the fact */
    int64_t first, last; /* nanoseconds since the epoch */
};

enum place { PLACE_PATH, PLACE_QUERY, PLACE_HEADER, PLACE_COOKIE };

struct parameter {
    struct slice name;
    enum place place;
    const struct field *field; /* types, values, repetition; child of an object field, never NULL */
    bool required;      /* path: always; else present in every exchange of the endpoint that was accepted */
    bool is_list;       /* repeated name (form, explode) */
    bool is_comma_list; /* a,b,c in one value (form, explode false) */
    struct support support;         /* exchanges that carried it */
    uint64_t of;                    /* exchanges that could have */
    const struct slice *documented; /* path: values that a document writes as literals at its place */
    size_t documented_count;
    uint64_t accepted,
        accepted_of; /* the same of those that say what may be left out: accepted ones while there are any */
};

enum content_kind {
    CONTENT_JSON,
    CONTENT_FORM,
    CONTENT_MULTIPART,
    CONTENT_XML,
    CONTENT_TEXT,
    CONTENT_BINARY
};

struct content {
    struct slice media_type; /* "application/json", lower case, without parameters */
    enum content_kind kind;
    const struct schema
        *schema; /* JSON, form and multipart; NULL for others and when nothing could be learned */
    struct slice xml_root, xml_namespace; /* XML; empty when not known */
    struct support support;
};

struct response {
    uint16_t status;
    struct slice location_note; /* reserved, empty */
    const struct content *contents;
    size_t content_count;
    const struct parameter *headers; /* response header fields worth documenting, sorted by name */
    size_t header_count;
    struct support support;
};

enum security_kind {
    SECURITY_BEARER,
    SECURITY_BASIC,
    SECURITY_DIGEST,
    SECURITY_HTTP_OTHER,
    SECURITY_API_KEY
};

struct security_scheme {
    struct slice
        id; /* component name: "bearerAuth", "basicAuth", "apiKeyXApiKey" ... unique in its service */
    enum security_kind kind;
    enum place place;  /* of an API key: header, query or cookie */
    struct slice name; /* of an API key: its parameter; of HTTP_OTHER: the scheme */
    bool is_jwt;       /* nine in ten bearer tokens were JWTs: rejected junk does not count against them */
    struct support support;
};

struct endpoint_security {
    const struct security_scheme *scheme;
    uint64_t accepted; /* answered below 400 with this credential */
    bool always;       /* all that was accepted carried it: with another such one, both are needed */
};

struct endpoint {
    struct slice method, path; /* "GET", "/users/{userId}/orders" */
    struct slice id; /* stable short id, from service, method and template with parameter names dropped */
    const struct parameter *parameters; /* path ones in template order, then query, header, cookie by name */
    size_t parameter_count;
    const struct content *requests;
    size_t request_count;
    const struct content *accepted_requests; /* the same of accepted exchanges only: what may be left out */
    size_t accepted_request_count;
    uint64_t accepted, accepted_with_body; /* accepted exchanges, and those of them with a body */
    bool request_required;                 /* every accepted exchange carried a body */
    const struct response *responses;      /* by status */
    size_t response_count;
    const struct endpoint_security *security;
    size_t security_count;
    uint64_t anonymous_accepted; /* answered below 400 without any credential */
    bool security_required;      /* nothing accepted anonymously, at least one accepted with a credential */
    bool deprecated;             /* a Deprecation or Sunset header was seen (RFC 9745, RFC 8594) */
    uint64_t by_class[6];        /* exchanges by status / 100; [0]: no response seen */
    uint64_t request_bytes, response_bytes;
    uint64_t latency_p50, latency_p95; /* nanoseconds, within a tenth; 0 when not known */
    uint64_t consumers;                /* distinct credentials (or addresses), estimated */
    const struct observations *
        observations; /* what its exchanges showed of security, catalog/observations.h; NULL: nothing was looked at */
    struct slice version; /* "v1" when the path, host or a header says so, else empty */
    struct support support;
};

enum noise_kind {
    NOISE_SCANNER,
    NOISE_ASSET,
    NOISE_PREFLIGHT,
    NOISE_HEALTH,
    NOISE_METHOD,
    NOISE_NOT_FOUND,
    NOISE_KINDS
};

struct noise {
    enum noise_kind kind;
    uint64_t count;               /* exchanges */
    uint64_t paths;               /* distinct, estimated */
    const struct slice *examples; /* masked, sorted */
    size_t example_count;
};

struct service {
    struct slice
        key; /* "api.example.com", "api.example.com:8443", "10.0.0.5:8080": unique, stable, a file name
                               after spec_file_name */
    struct slice host;
    uint16_t port;               /* 0 when it does not matter */
    const struct slice *servers; /* "https://api.example.com", most used first */
    size_t server_count;
    const struct endpoint *endpoints;
    size_t endpoint_count;
    const struct security_scheme *schemes;
    size_t scheme_count;
    struct noise noise[NOISE_KINDS];
    const struct observations *aside; /* what noise showed of security; NULL: nothing */
    struct ledger ledger;
    struct support support;
};

#define TLS_VERSIONS 5

/* A host whose traffic we saw but cannot read (TLS without keys). */
struct blind_spot {
    struct slice name;     /* server name of the ClientHello, else certificate subject, else address */
    struct slice evidence; /* "sni", "certificate" or "address" */
    uint64_t connections, bytes;
    uint64_t
        versions[TLS_VERSIONS]; /* connections by what the server chose: SSL 3.0, TLS 1.0, 1.1, 1.2, 1.3 */
    struct support support;
};

struct inventory {
    const struct service *services;
    size_t service_count;
    const struct blind_spot *blind_spots;
    size_t blind_spot_count;
    struct ledger ledger;
    struct support support;
};

/* NULL with *err set when memory was refused. */
struct inventory *inventory_build(const struct catalog *catalog, struct memory *account, struct error *err);
void inventory_free(struct inventory *inventory);
/* How many endpoints inventory_build would find, for less time and memory. */
bool inventory_count(const struct catalog *catalog, struct memory *account, size_t *ret_endpoints,
                     struct error *err);

/* "GET" and an URL, path or template -> the endpoint it belongs to; NULL when there is none. service may be empty. */
const struct endpoint *inventory_find(const struct inventory *inventory, struct slice service,
                                      struct slice method, struct slice url,
                                      const struct service **ret_service);

const char *noise_name(enum noise_kind kind); /* "scanner", "asset", ... */

#endif
