/* SPDX-License-Identifier: Apache-2.0 */
/* How a request says who is asking: which security schemes it carries and a keyed hash of the strongest
 * credential. The secret itself is never copied (law 6). */
#ifndef EXCHANGE_CREDENTIAL_H
#define EXCHANGE_CREDENTIAL_H

#include "exchange/exchange.h"
#include "exchange/field.h"

enum credential_kind {
    CREDENTIAL_BEARER,         /* Authorization: Bearer (RFC 6750), any token */
    CREDENTIAL_BASIC,          /* RFC 7617 */
    CREDENTIAL_DIGEST,         /* RFC 7616 */
    CREDENTIAL_OTHER,          /* another Authorization scheme; name is the scheme, or "" for a bare token */
    CREDENTIAL_API_KEY_HEADER, /* name is the header */
    CREDENTIAL_API_KEY_QUERY,  /* name is the query parameter */
    CREDENTIAL_COOKIE,         /* name is the cookie */
    CREDENTIAL_MUTUAL_TLS,
};

struct credential {
    enum credential_kind kind;
    bool is_jwt;        /* value is a JWT (three base64url parts, JSON header) */
    struct slice name;  /* as sent; see kind */
    struct slice value; /* borrowed from the exchange: never keep it */
    uint64_t content;   /* its hash_content */
    uint64_t keyed[2];  /* its keyed_hash */
};

#define CREDENTIAL_MOST 8
#define CREDENTIAL_KNOWN 16384
#define KEYED_HASH_KEY 16

/* A lane remembers what it worked out of the credentials it met lately; tokens are long, and come again and again. A
 * value is known again by 128 bits of a hash that is seeded per process; nothing of the value itself is kept. */
struct credential_memory {
    uint8_t key[KEYED_HASH_KEY];
    struct credential_known {
        uint64_t proof[2]; /* hash_table_wide of the value; 0, 0: free */
        uint64_t content, keyed[2];
        bool is_jwt;
    } known[CREDENTIAL_KNOWN];
};

/* Finds up to CREDENTIAL_MOST credentials, strongest first (in the order of the enum); answers their number.
 * Headers, query parameters and cookies are recognised by name (Authorization, X-API-Key, api_key,
 * access_token, sessionid, ...) and by the shape of the value (random-looking, long enough), never by name
 * alone. */
size_t credential_find(struct credential_memory *memory, const struct fields *request, struct slice target,
                       struct credential ret[CREDENTIAL_MOST]);

/* Whether a cookie of that name and value holds a session or another credential: by its name ("sessionid", "connect.sid", "auth_token"),
 * and a value that looks random. Not analytics, not what guards against request forgery. */
bool credential_is_session_cookie(struct slice name, struct slice value);
/* Random-looking: `least` or more characters of the kinds tokens are made of, letters with digits or of both cases. */
bool credential_looks_secret(struct slice value, size_t least);

/* Keyed 128-bit hash (SipHash-2-4-128 with the database's 16-byte key): the only form in which a credential,
 * an address or an object identifier may be stored. */
void keyed_hash(const uint8_t key[KEYED_HASH_KEY], struct slice value, uint64_t ret[2]);

#endif
