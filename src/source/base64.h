/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 (RFC 4648 4 and 5) as files carry bodies: either alphabet, padded or not, broken into lines or
 * not. */
#ifndef SOURCE_BASE64_H
#define SOURCE_BASE64_H

#include "base/buffer.h"

/* Appends the decoded bytes; false when it is not base64 (out holds what came before) or memory was refused
 * (out->failed). `text` may not lie in `out`. */
bool base64_body(struct slice text, struct buffer *out);

#endif
