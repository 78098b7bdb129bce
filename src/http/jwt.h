/* SPDX-License-Identifier: Apache-2.0 */
/* JSON Web Tokens (RFC 7519) in their compact form: recognised, split, decoded. Nothing is verified: that is
 * for who holds the keys. */
#ifndef HTTP_JWT_H
#define HTTP_JWT_H

#include "base/arena.h"
#include "base/slice.h"

#define JWT_PART_MOST ((size_t)16 << 10) /* decoded bytes of a header or payload that are worth reading */

struct jwt {
    struct slice header, payload,
        signature; /* base64url, as sent; the signature may be empty ("alg":"none") */
};

/* Three parts of base64url, the first of which begins like a JSON object. Slices point into `text`. */
bool jwt_split(struct slice text, struct jwt *ret);
/* Undoes base64url without padding (RFC 7515 2; padding is tolerated). The text is in the arena with
 * BODY_SLACK bytes after it; {NULL, 0} when it is no base64url, above JWT_PART_MOST, or memory was
 * refused. */
struct slice jwt_decode(struct slice part, struct arena *arena);

#endif
