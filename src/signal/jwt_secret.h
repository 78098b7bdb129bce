/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a token's HMAC was made with a secret everybody knows: those of tutorials, documentation and defaults
 * (signal/jwt_secrets.list). Nothing leaves the machine, and which secret it was is told to nobody. Costs about a third of a
 * millisecond, once a token. */
#ifndef SIGNAL_JWT_SECRET_H
#define SIGNAL_JWT_SECRET_H

#include "http/jwt.h"

/* token: header.payload.signature, split into `jwt`; bits: 256, 384 or 512. */
bool jwt_secret_is_known(struct slice token, const struct jwt *jwt, unsigned bits, struct arena *arena);

#endif
