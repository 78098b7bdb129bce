/* SPDX-License-Identifier: Apache-2.0 */
/* Values without blanks: words, codes, media types, identifiers of objects; or names of people, account names, secrets. */
#ifndef SENSITIVE_TOKEN_H
#define SENSITIVE_TOKEN_H

#include "sensitive/glance.h"

/* Whether it is a word, a code or an identifier that has no room for a secret: "IN_PROGRESS", "application/json",
 * "INV-000123", a UUID. */
bool token_is_public(struct slice text, const struct glance *glance);

/* "text/html; charset=utf-8" */
bool token_is_media_type(struct slice text);

#endif
