/* SPDX-License-Identifier: Apache-2.0 */
/* `room` leaves out the BODY_SLACK bytes that are always allocated behind it. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#define BUFFER_FIRST 192 /* with the slack: 256 */

void buffer_init(struct buffer *buffer, struct memory *account)
{
    *buffer = (struct buffer){ .account = account };
}

bool buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t wanted, room = buffer->room ? buffer->room : BUFFER_FIRST;
    char *at;

    if (buffer->failed)
        return false;
    if (buffer->at && more <= buffer->room - buffer->len)
        return true;
    if (more > SIZE_MAX / 4 || buffer->len > SIZE_MAX / 4)
        return buffer->failed = true, false;
    wanted = buffer->len + more;
    if (room < wanted)
        room = wanted > 2 * room ? wanted : 2 * room;
    at = memory_resize(buffer->account, buffer->at, buffer->at ? buffer->room + BODY_SLACK : 0,
                       room + BODY_SLACK);
    if (!at)
        return buffer->failed = true, false;
    buffer->at = at;
    buffer->room = room;
    return true;
}

bool buffer_append(struct buffer *buffer, struct slice bytes)
{
    if (bytes.len == 0)
        return !buffer->failed;
    if (!buffer_reserve(buffer, bytes.len))
        return false;
    memcpy(buffer->at + buffer->len, bytes.at, bytes.len);
    buffer->len += bytes.len;
    return true;
}

bool buffer_text(struct buffer *buffer, const char *text)
{
    return buffer_append(buffer, slice_of(text));
}

bool buffer_byte(struct buffer *buffer, char byte)
{
    if (!buffer_reserve(buffer, 1))
        return false;
    buffer->at[buffer->len++] = byte;
    return true;
}

bool buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list values;
    size_t free_room;
    int len;

    if (!buffer_reserve(buffer, 1))
        return false;
    free_room = buffer->room - buffer->len;
    va_start(values, format);
    len = vsnprintf(buffer->at + buffer->len, free_room + 1, format,
                    values); /* the NUL may stand in the slack */
    va_end(values);
    if (len < 0)
        return buffer->failed = true, false;
    if ((size_t)len > free_room) {
        if (!buffer_reserve(buffer, (size_t)len))
            return false;
        va_start(values, format);
        vsnprintf(buffer->at + buffer->len, (size_t)len + 1, format, values);
        va_end(values);
    }
    buffer->len += (size_t)len;
    return true;
}

void buffer_reset(struct buffer *buffer)
{
    buffer->len = 0;
    buffer->failed = false;
}

void buffer_done(struct buffer *buffer)
{
    if (buffer->at)
        memory_give(buffer->account, buffer->at, buffer->room + BODY_SLACK);
    *buffer = (struct buffer){ .account = buffer->account };
}
