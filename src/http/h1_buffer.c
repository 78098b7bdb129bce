/* SPDX-License-Identifier: Apache-2.0 */
#include "http/h1_half.h"

#define SMALLEST_ROOM 256
#define SPARE_MOST ((size_t)256 << 10) /* larger buffers go back to the account at once */

static size_t room_for(size_t need)
{
    size_t room = SMALLEST_ROOM;

    while (room < need)
        room *= 2;
    return room;
}

/* The smallest spare that fits without wasting more than three quarters; SIZE_MAX: none. */
static size_t find_spare(const struct h1 *h1, size_t need)
{
    size_t best = SIZE_MAX;

    for (size_t i = 0; i < h1->spare_count; i++)
        if (h1->spares[i].room >= need && h1->spares[i].room / 4 <= need &&
            (best == SIZE_MAX || h1->spares[i].room < h1->spares[best].room))
            best = i;
    return best;
}

static char *get(struct h1 *h1, size_t need, size_t *room)
{
    size_t spare = find_spare(h1, need);

    if (spare != SIZE_MAX) {
        char *at = h1->spares[spare].at;
        *room = h1->spares[spare].room;
        h1->spares[spare] = h1->spares[--h1->spare_count];
        return at;
    }
    *room = room_for(need);
    return memory_get(h1->account, *room);
}

void h1_spare_put(struct h1 *h1, char *at, size_t room)
{
    if (at && room <= SPARE_MOST && h1->spare_count < H1_SPARES)
        h1->spares[h1->spare_count++] = (struct h1_spare){ at, room };
    else
        memory_give(h1->account, at, room);
}

bool h1_buffer_reserve(struct h1 *h1, struct h1_half *half, size_t more)
{
    size_t need = half->len + more + BODY_SLACK, room;

    if (need <= half->room)
        return true;
    char *at = get(h1, half->room && need < half->room * 2 ? half->room * 2 : need, &room);
    if (!at)
        return false;
    if (half->len)
        memcpy(at, half->buffer, half->len);
    h1_spare_put(h1, half->buffer, half->room);
    half->buffer = at;
    half->room = room;
    return true;
}

void h1_buffer_append(struct h1_half *half, struct slice bytes)
{
    if (bytes.len) /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): the caller reserved them */
        memcpy(half->buffer + half->len, bytes.at, bytes.len);
    half->len += bytes.len;
}

void h1_buffer_drop_front(struct h1_half *half, size_t count)
{
    half->len -= count;
    if (half->len && count)
        memmove(half->buffer, half->buffer + count, half->len);
}

void h1_buffer_trim(struct h1 *h1, struct h1_half *half)
{
    struct h1_half small = { 0 };

    if (half->room <= SMALLEST_ROOM || half->len + BODY_SLACK > half->room / 8)
        return;
    if (!h1_buffer_reserve(h1, &small, half->len))
        return;
    h1_buffer_append(&small, (struct slice){ half->buffer, half->len });
    h1_spare_put(h1, half->buffer, half->room);
    half->buffer = small.buffer;
    half->room = small.room;
}

void h1_buffer_release(struct h1 *h1, struct h1_half *half)
{
    h1_spare_put(h1, half->buffer, half->room);
    half->buffer = NULL;
    half->len = half->room = half->head_len = half->body_len = 0;
}
