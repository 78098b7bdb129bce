/* SPDX-License-Identifier: Apache-2.0 */
/* Whose is this file? Asks every source in turn with a little of the content, then with more, and when
 * none wants it, says in a few words what it looks like. */
#ifndef SOURCE_RECOGNISE_H
#define SOURCE_RECOGNISE_H

#include "source/input.h"
#include "source/source.h"
#include "json/stream.h"

/* STEP_DONE: *ret is the source. STEP_MORE: not enough came yet, ask again. STEP_BAD: nobody reads this,
 * or it cannot be read: *err says why. Consumes nothing. *asked keeps state from call to call: 0 at first. */
enum step recognise(struct input *input, size_t *asked, const struct source **ret, struct error *err);

/* "a PNG image", "a text file": what content looks like that no source wants. Static text. */
const char *recognise_foreign(struct slice head);

/* For sources that read JSON. Does the document that begins with `head` have this key in its top-level
 * object, as far as it can be seen, and a value of this kind behind it (JSON_OBJECT, …; JSON_MORE: any)?
 * With `in_array`: in the first object of its top-level array. */
bool json_head_has_key(struct slice head, struct slice key, enum json_token kind, bool in_array);

#endif
