/* SPDX-License-Identifier: Apache-2.0 */
/* What HTTP status codes mean, in the words of the IANA registry (RFC 9110 15 and others). */
#ifndef SPEC_REASON_H
#define SPEC_REASON_H

#include <stdint.h>

/* "Not Found"; NULL for codes nobody registered. */
const char *reason_phrase(uint16_t status);

#endif
