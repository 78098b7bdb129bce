/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of one body, held against its documented schema: a walk over both, guided by what was seen. */
#ifndef DRIFT_FIELDS_H
#define DRIFT_FIELDS_H

#include "drift/scalar.h"

void fields_compare(const struct held_endpoint *at, const struct content *content,
                    const struct contract_schema *promised, struct slice location, bool is_request);

#endif
