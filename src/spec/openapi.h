/* SPDX-License-Identifier: Apache-2.0 */
/* An OpenAPI document of one service, made of its inventory: paths with operations, parameters, bodies,
 * responses and security, schemas with shared shapes as components, and under x-plainsight how often each
 * fact was seen. The same knowledge gives the same bytes.
 *
 * What OpenAPI cannot say is not dropped in silence: methods it does not know stand under x-plainsight of
 * their path, statuses it does not know share the `default` response. */
#ifndef SPEC_OPENAPI_H
#define SPEC_OPENAPI_H

#include "base/buffer.h"
#include "base/error.h"
#include "catalog/inventory.h"

struct spec_options {
    bool is_30;    /* OpenAPI 3.0.3 instead of 3.1.0 */
    bool is_yaml;  /* YAML instead of JSON */
    bool is_clean; /* without x-plainsight and figures in descriptions */
    const struct classifier
        *classifier; /* of classes users added, told under x-plainsight; NULL: the built-in ones */
};

/* Appends the document to `out`; false with *err when memory was refused (out may hold part of it). */
bool spec_openapi(const struct service *service, const struct spec_options *options, struct memory *account,
                  struct buffer *out, struct error *err);

#endif
