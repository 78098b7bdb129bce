/* SPDX-License-Identifier: Apache-2.0 */
/* Credentials in longer text: what stands after "password=", in the query of an URL, before the @ of one. */
#ifndef SENSITIVE_SECRET_H
#define SENSITIVE_SECRET_H

#include "sensitive/sensitive.h"

/* The classes of all "name=value" and "name: value" in the text that hold a secret: connection strings, queries, lines
 * of logs. */
class_set secret_assignments(struct slice text);
/* scheme://user:password@host, in the text at or after a "://". */
bool secret_is_in_address(struct slice text);

#endif
