/* SPDX-License-Identifier: Apache-2.0 */
#include "capture.h"

#include <stdlib.h>
#include <string.h>

struct frame {
    int64_t time;
    size_t order, len;
    uint8_t *bytes;
};

struct capture {
    struct frame *frames;
    size_t count, room;
};

void *grab(void *old, size_t size)
{
    void *at = realloc(old, size);

    if (!at) {
        fputs("sample: out of memory\n", stderr);
        exit(1);
    }
    return at;
}

struct capture *capture_new(void)
{
    struct capture *capture = grab(NULL, sizeof *capture);

    *capture = (struct capture){ 0 };
    return capture;
}

void capture_free(struct capture *capture)
{
    for (size_t i = 0; i < capture->count; i++)
        free(capture->frames[i].bytes);
    free(capture->frames);
    free(capture);
}

void capture_frame(struct capture *capture, int64_t time, const uint8_t *frame, size_t len)
{
    if (capture->count == capture->room) {
        capture->room = capture->room ? capture->room * 2 : 1024;
        capture->frames = grab(capture->frames, capture->room * sizeof *capture->frames);
    }
    capture->frames[capture->count] = (struct frame){ time, capture->count, len, grab(NULL, len) };
    memcpy(capture->frames[capture->count].bytes, frame, len);
    capture->count++;
}

size_t capture_count(const struct capture *capture)
{
    return capture->count;
}

static int by_time(const void *left, const void *right)
{
    const struct frame *a = left, *b = right;

    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static void little(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

bool capture_write(struct capture *capture, FILE *file)
{
    uint8_t head[24] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0 };

    little(head + 16, 65535); /* snap length */
    little(head + 20, 1);     /* LINKTYPE_ETHERNET */
    if (fwrite(head, sizeof head, 1, file) != 1)
        return false;
    if (capture->count)
        qsort(capture->frames, capture->count, sizeof *capture->frames, by_time);
    for (size_t i = 0; i < capture->count; i++) {
        const struct frame *frame = &capture->frames[i];
        uint8_t record[16];

        little(record, (uint32_t)(frame->time / 1000000000));
        little(record + 4, (uint32_t)(frame->time % 1000000000 / 1000));
        little(record + 8, (uint32_t)frame->len);
        little(record + 12, (uint32_t)frame->len);
        if (fwrite(record, sizeof record, 1, file) != 1 || fwrite(frame->bytes, frame->len, 1, file) != 1)
            return false;
    }
    return fflush(file) == 0;
}
