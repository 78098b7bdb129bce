/* SPDX-License-Identifier: Apache-2.0 */
/* JSON that may be shown on a terminal (law 5). */
#ifndef CLI_VISIBLE_H
#define CLI_VISIBLE_H

#include "base/buffer.h"

/* Appends a JSON text, or the next part of one cut between code points, with every character beyond ASCII that a person
 * could not see or that a terminal would obey (C1 controls, bidi controls, line separators) as \uNNNN. It means the same:
 * such characters stand in strings only. */
void visible_json(struct buffer *out, struct slice json);

#endif
