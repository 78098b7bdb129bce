/* SPDX-License-Identifier: Apache-2.0 */
/* Text for people (law 5): nothing an API sends can move the cursor, forge a line or break a table. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buffer.h"

#include <stdint.h>

/* Takes the next code point. false when what comes next is not UTF-8: one byte is taken, and is what *ret gets. rest is
 * not empty. */
bool text_take(struct slice *rest, uint32_t *ret);
/* Appends `text` with every control character, bidi control, invalid UTF-8 byte and line break written visibly as
 * \xNN or \u{NNNN}; printable UTF-8 is kept. */
void text_escape(struct buffer *out, struct slice text);
/* The same into a field of `room` bytes (at least 1): what fits whole, and a NUL. */
void text_escape_into(char *at, size_t room, struct slice text);
/* Columns a terminal needs for `text` (escaped already): wide characters count two, combining ones none. */
size_t text_width(struct slice text);
/* Appends `text` escaped, cut to at most `columns` with a final ellipsis when it is longer, padded with spaces to
 * `columns` when `pad`. */
void text_fit(struct buffer *out, struct slice text, size_t columns, bool pad);
/* A CSV field (RFC 4180), quoted when needed; a leading = + - @ TAB CR gets a ' before it, so that no spreadsheet
 * takes it for a formula. */
void text_csv(struct buffer *out, struct slice text);
/* "1.2 k", "3.4 M": at most five columns; and "12.3 MB". */
void text_count(struct buffer *out, uint64_t count);
void text_bytes(struct buffer *out, uint64_t bytes);

#endif
