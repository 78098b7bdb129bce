/* SPDX-License-Identifier: Apache-2.0 */
/* Traffic for tests, told as small stories: what was asked, what was answered. Every text is copied into an allocation
 * of its exact size (bodies with their slack), so that AddressSanitizer sees a read past its end. */
#ifndef TESTS_CATALOG_TRAFFIC_H
#define TESTS_CATALOG_TRAFFIC_H

#include "base/buffer.h"
#include "catalog/catalog.h"
#include "catalog/inventory.h"

#define TRAFFIC_HOST "api.example.com"

/* One exchange. What is left out is usual: GET, http, TRAFFIC_HOST, 200, JSON where there is a body. */
struct ask {
    const char *method, *target;
    const char *scheme, *authority; /* authority "": none was said */
    const char *headers;            /* of the request: "Name: value\nName: value" */
    const char *body;
    int status; /* 0: 200; -1: no answer was captured */
    const char *answer_headers, *answer;
    const char *client, *server;              /* "203.0.113.7", "10.0.0.5:80" */
    int64_t at, took;                         /* milliseconds */
    bool unasked;                             /* only the response was captured */
    enum body_state body_state, answer_state; /* of bodies that are not whole */
};

void traffic_tell(struct catalog *catalog, const struct ask *ask);

/* A catalog with its inventory. */
struct traffic {
    struct catalog *catalog;
    struct memory account; /* of the inventory */
    struct inventory *inventory;
    int64_t clock;
};

void traffic_open(struct traffic *traffic);
/* Checks the law of the ledger and that nothing of the inventory is left. */
void traffic_close(struct traffic *traffic);
void traffic_ask(struct traffic *traffic, struct ask ask);
/* A JSON answer, a second after the one before. */
void traffic_exchange(struct traffic *traffic, const char *method, const char *target, int status,
                      const char *answer);

/* Decided anew when something came since. */
const struct inventory *traffic_inventory(struct traffic *traffic);
const struct service *traffic_service(struct traffic *traffic);
/* "GET /users/{userId}": by its template as it is printed; fails the test when there is none. */
const struct endpoint *traffic_endpoint(struct traffic *traffic, const char *operation);
/* All endpoints of all services, one a line, against the expected lines. */
void assert_endpoints(struct traffic *traffic, const char *expected);
const struct parameter *endpoint_parameter(const struct endpoint *endpoint, enum place place,
                                           const char *name);
const struct response *endpoint_response(const struct endpoint *endpoint, int status);
const struct security_scheme *service_scheme(const struct service *service, const char *id);

/* seen = analysed + lost, of the whole and of every service. */
void assert_ledger_adds_up(struct catalog *catalog);
struct catalog *catalog_open(size_t memory_limit);

/* Every fact of an inventory, one a line. */
void listing_write(const struct inventory *inventory, struct buffer *out);
/* The bytes of all services and of the rest. */
void catalog_bytes(const struct catalog *catalog, struct buffer *out);
/* Bytes and decisions. */
void assert_same_catalog(const struct catalog *one, const struct catalog *other);
/* A catalog read back from what `from` wrote, merged into `into`. */
void read_into(struct catalog *into, const struct catalog *from);

#endif
