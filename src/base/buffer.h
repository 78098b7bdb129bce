/* SPDX-License-Identifier: Apache-2.0 */
/* A growable run of bytes that owns its memory. A refused allocation sets `failed` and the buffer stays as it was:
 * writers append without looking and check once at the end. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/memory.h"
#include "base/slice.h"

struct buffer {
    struct memory *account;
    char *at;
    size_t len, room;
    bool failed;
};

void buffer_init(struct buffer *buffer, struct memory *account);
/* Room for `more` further bytes (plus BODY_SLACK readable ones after them); false when refused. */
bool buffer_reserve(struct buffer *buffer, size_t more);
bool buffer_append(struct buffer *buffer, struct slice bytes);
bool buffer_text(struct buffer *buffer, const char *text);
bool buffer_byte(struct buffer *buffer, char byte);
bool buffer_printf(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Keeps the memory for reuse and clears `failed`. */
void buffer_reset(struct buffer *buffer);
void buffer_done(struct buffer *buffer);
static inline struct slice buffer_slice(const struct buffer *buffer)
{
    return (struct slice){ buffer->at, buffer->len };
}

#endif
