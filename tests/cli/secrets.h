/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of secrets_tool share. */
#ifndef TESTS_CLI_SECRETS_H
#define TESTS_CLI_SECRETS_H

#include <stddef.h>

#define SECRET_TEXT 400 /* bytes of the longest secret, with its end */

/* Writes exchanges (NDJSON) that carry the secrets, and the secrets, one a line. An exit code. */
int secrets_plant(const char *exchanges, const char *list);

/* base64; `last` are the two signs that differ between its alphabets. */
void secrets_base64(const char *from, size_t len, const char *last, char *ret);
/* Percent-encoded; valid until the next call. */
const char *secrets_in_url(const char *text);

#endif
