/* SPDX-License-Identifier: Apache-2.0 */
/* Operations as people write them, "get /users/{id}", and the form in which they are compared: "GET /users/{}". */
#ifndef BASE_OPERATION_H
#define BASE_OPERATION_H

#include "base/buffer.h"

/* The template, parameters without their names: "{id}" becomes "{}". */
void operation_write_template(struct buffer *out, struct slice template);
/* "METHOD template", the method in capitals; a template alone stays one. */
void operation_write(struct buffer *out, struct slice operation);

#endif
