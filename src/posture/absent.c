/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/absent.h"

void absent_init(struct absent *absent, uint32_t first, struct memory *account)
{
    *absent = (struct absent){ .account = account, .most = ABSENT_PATHS, .next = first };
    table_init(&absent->table, account);
}

static void path_free(struct absent *absent, struct absent_path *path)
{
    memory_give(absent->account, path, sizeof *path + path->key_len);
}

void absent_done(struct absent *absent)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(&absent->table, &cursor, &entry))
        path_free(absent, entry.value);
    table_done(&absent->table);
}

static size_t count_busier(const struct absent *absent, uint64_t calls)
{
    struct table_entry entry;
    size_t cursor = 0, count = 0;

    while (table_next(&absent->table, &cursor, &entry))
        count += ((const struct absent_path *)entry.value)->seen.calls > calls;
    return count;
}

/* A quarter becomes free, or more: what was asked for equally often goes together. */
static bool forget(struct absent *absent)
{
    struct table kept;
    struct table_entry entry;
    size_t cursor = 0;
    uint64_t calls = 1;

    while (count_busier(absent, calls) > absent->most / 4 * 3)
        calls *= 2;
    table_init(&kept, absent->account);
    while (table_next(&absent->table, &cursor, &entry)) {
        const struct absent_path *path = entry.value;

        if (path->seen.calls > calls && !table_put(&kept, entry.key, entry.value)) {
            table_done(&kept);
            return false;
        }
    }
    cursor = 0;
    while (table_next(&absent->table, &cursor, &entry)) {
        struct absent_path *path = entry.value;

        if (path->seen.calls <= calls)
            path_free(absent, path);
    }
    table_done(&absent->table);
    absent->table = kept;
    return true;
}

static void put(char *at, size_t *len, struct slice bytes)
{
    if (bytes.len)
        memcpy(at + *len, bytes.at, bytes.len);
    *len += bytes.len;
    at[(*len)++] = '\0';
}

static struct absent_path *path_add(struct absent *absent, size_t service, struct slice key,
                                    const struct event *event)
{
    struct absent_path *path;

    if (absent->table.count >= absent->most && !forget(absent))
        return NULL;
    path = memory_get(absent->account, sizeof *path + key.len);
    if (!path)
        return NULL;
    path->key_len = key.len;
    path->service = service;
    path->number = absent->next++;
    memcpy(path->key, key.at, key.len);
    path->seen.method = slice_make(path->key + sizeof service, event->method.len);
    path->seen.cell = slice_make(path->key + sizeof service + event->method.len + 1, event->cell.len);
    path->seen.first = event->time;
    if (table_put(&absent->table, slice_make(path->key, key.len), path))
        return path;
    path_free(absent, path);
    return NULL;
}

struct absent_path *absent_path(struct absent *absent, size_t service, const struct event *event,
                                bool *ret_failed)
{
    char text[ABSENT_LENGTH];
    size_t len = sizeof service;
    struct absent_path *path;

    *ret_failed = false;
    if (event->method.len + event->cell.len + sizeof service + 2 > sizeof text)
        return NULL;
    memcpy(text, &service, sizeof service);
    put(text, &len, event->method);
    put(text, &len, event->cell);
    path = table_find(&absent->table, slice_make(text, len));
    if (!path) {
        path = path_add(absent, service, slice_make(text, len), event);
        *ret_failed = path == NULL;
    }
    return path;
}
