/* SPDX-License-Identifier: Apache-2.0 */
/* An exchange taken apart for learning: decoded pairs of query, header, cookies and forms; what kind a body is. All in
 * the arena of the exchange or borrowed from it. */
#ifndef CATALOG_PARTS_H
#define CATALOG_PARTS_H

#include "base/arena.h"
#include "catalog/inventory.h"
#include "exchange/credential.h"
#include "exchange/exchange.h"

#define PARTS_PAIRS 128 /* further pairs of one query, header section or form are not looked at */

struct parts_body {
    struct slice media_type; /* lower case, without parameters */
    enum content_kind kind;
};

size_t parts_query(const struct exchange *exchange, struct arena *arena, struct pair **ret);
/* Request header fields an API author would document: neither standard mechanics of HTTP, proxies, browsers and
 * tracing, nor credentials. */
size_t parts_headers(const struct fields *fields, const struct credential *credentials,
                     size_t credential_count, struct arena *arena, struct pair **ret);
/* Response header fields worth documenting. */
size_t parts_response_headers(const struct fields *fields, struct arena *arena, struct pair **ret);
/* Without those that are credentials or belong to analytics. */
size_t parts_cookies(struct slice cookies, const struct credential *credentials, size_t credential_count,
                     struct arena *arena, struct pair **ret);
/* What a body is, by its Content-Type, or by its first byte when that says nothing. */
struct parts_body parts_body_kind(struct slice content_type, struct slice content, struct arena *arena);
/* false: not a form / not multipart as declared. */
bool parts_form(struct slice body, struct arena *arena, struct pair **ret, size_t *ret_count);
bool parts_multipart(struct slice content_type, struct slice body, struct arena *arena, struct pair **ret,
                     size_t *ret_count);
/* The path of the target, undecoded, without query. */
struct slice parts_path(const struct exchange *exchange);
/* The same for people and noise patterns: decoded, slashes collapsed, no slash at the end. */
struct slice parts_decoded_path(const struct exchange *exchange, struct arena *arena);
/* host[:port] in lower case without a default port; from the server's address when there is no authority. Empty:
 * memory was refused. */
struct slice parts_service_key(const struct exchange *exchange, struct arena *arena);

#endif
