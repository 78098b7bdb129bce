/* SPDX-License-Identifier: Apache-2.0 */
/* Additions as an OpenAPI Overlay (1.0.0): for documents that are made by a program and must not be edited by hand. One action
 * adds what one object or array gets; applying the overlay to the document gives what update_text gives, but for order
 * and layout. */
#ifndef DRIFT_OVERLAY_H
#define DRIFT_OVERLAY_H

#include "drift/update.h"

/* Appends the overlay, in JSON or YAML. *ret_left_out: additions that stand in other files, which an overlay cannot reach. false
 * with *err when memory was refused. */
bool overlay_write(const struct update *update, bool is_yaml, struct buffer *out, size_t *ret_left_out,
                   struct error *err);

#endif
