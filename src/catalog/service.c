/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/evidence.h"

#include "base/hash.h"

#include <endian.h>

#define SERVERS 8

static size_t sorted_place(const struct catalog *catalog, struct slice key)
{
    size_t low = 0, high = catalog->services.count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (slice_compare(catalog->sorted[middle]->key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool sorted_room(struct catalog *catalog)
{
    size_t room = catalog->service_room ? catalog->service_room * 2 : 16;
    struct service_evidence **grown;

    if (catalog->services.count < catalog->service_room)
        return true;
    grown = memory_resize(&catalog->account, catalog->sorted, catalog->service_room * sizeof *grown,
                          room * sizeof *grown);
    if (!grown)
        return false;
    catalog->sorted = grown;
    catalog->service_room = room;
    return true;
}

/* "host:port", "[v6]:port" -> host and port; port 0 when none is written. */
static void split_key(struct service_evidence *service)
{
    size_t i = service->key.len;
    unsigned long long port;

    service->host = service->key;
    while (i > 0 && service->key.at[i - 1] >= '0' && service->key.at[i - 1] <= '9')
        i--;
    if (i == 0 || i == service->key.len || service->key.at[i - 1] != ':')
        return;
    if (!slice_to_u64((struct slice){ service->key.at + i, service->key.len - i }, UINT16_MAX, &port))
        return;
    service->host.len = i - 1;
    service->port = (uint16_t)port;
}

static struct service_evidence *service_new(struct memory *account, struct slice key)
{
    struct service_evidence *service = memory_get(account, sizeof *service);
    char *text = memory_get(account, key.len);

    if (service)
        service->paths = path_new(account);
    if (service && service->paths)
        service->missing = path_new(account);
    if (!service || !text || !service->missing) {
        if (service)
            path_free(service->paths, account);
        memory_give(account, text, key.len);
        memory_give(account, service, sizeof *service);
        return NULL;
    }
    memcpy(text, key.at, key.len);
    service->key = slice_make(text, key.len);
    split_key(service);
    sample_init(&service->servers, SERVERS);
    for (size_t i = 0; i < NOISE_KINDS; i++)
        noise_init(&service->noise[i]);
    return service;
}

struct service_evidence *service_find(const struct catalog *catalog, struct slice key)
{
    return table_find(&catalog->services, key);
}

struct service_evidence *service_get(struct catalog *catalog, struct slice key)
{
    struct service_evidence *service = table_find(&catalog->services, key);
    size_t place;

    if (service)
        return service;
    if (catalog->services.count >= CATALOG_SERVICES || key.len == 0 || !sorted_room(catalog))
        return NULL;
    service = service_new(&catalog->account, key);
    if (!service)
        return NULL;
    place = sorted_place(catalog, key);
    if (!table_put(&catalog->services, service->key, service)) {
        service_free(service, &catalog->account);
        return NULL;
    }
    memmove(&catalog->sorted[place + 1], &catalog->sorted[place],
            (catalog->services.count - 1 - place) * sizeof *catalog->sorted);
    catalog->sorted[place] = service;
    return service;
}

void service_free(struct service_evidence *service, struct memory *account)
{
    path_free(service->paths, account);
    path_free(service->missing, account);
    for (size_t i = 0; i < NOISE_KINDS; i++)
        noise_done(&service->noise[i], account);
    observations_free(service->aside, account);
    filter_done(&service->values, account);
    sample_done(&service->servers, account);
    memory_give(account, (char *)service->key.at, service->key.len);
    memory_give(account, service, sizeof *service);
}

bool service_merge(struct catalog *catalog, struct service_evidence *into,
                   const struct service_evidence *from)
{
    struct memory *account = &catalog->account;
    bool whole = path_merge(into->paths, account, catalog->limits, from->paths);

    whole &= path_merge(into->missing, account, catalog->limits, from->missing);
    for (size_t i = 0; i < NOISE_KINDS; i++)
        whole &= noise_merge(&into->noise[i], account, &from->noise[i]);
    whole &= observations_merge(&into->aside, account, from->aside);
    whole &= filter_merge(&into->values, account, &from->values);
    whole &= sample_merge(&into->servers, account, &from->servers);
    ledger_add(&into->ledger, &from->ledger);
    support_merge(&into->support, &from->support);
    into->changed = true;
    into->has_raw |= from->has_raw;
    return whole;
}

void ledger_write(const struct ledger *ledger, struct buffer *out)
{
    for (size_t i = 0; i < LEDGER_UNITS; i++) {
        pack_u64(out, ledger->seen[i]);
        pack_u64(out, ledger->analysed[i]);
    }
    /* Losses by name, so that the list may grow. */
    for (size_t i = 0; i < LEDGER_LOSSES; i++)
        if (ledger->lost[i]) {
            pack_slice(out, slice_of(ledger_loss_name((enum ledger_loss)i)));
            pack_u64(out, ledger->lost[i]);
        }
    pack_u64(out, 0);
}

void ledger_read(struct ledger *ledger, struct unpack *in)
{
    struct slice name;

    for (size_t i = 0; i < LEDGER_UNITS; i++) {
        ledger->seen[i] += unpack_u64(in);
        ledger->analysed[i] += unpack_u64(in);
    }
    while ((name = unpack_slice(in)).len && !in->broken) {
        enum ledger_loss loss = ledger_loss_find(name);
        uint64_t lost = unpack_u64(in);

        if (loss < LEDGER_LOSSES)
            ledger->lost[loss] += lost;
    }
}

/* A filter is mostly zeros: runs of them are written as their length. */
static void write_filter(const struct filter *filter, struct buffer *out)
{
    size_t zeros = 0;

    pack_u64(out, filter->words != NULL);
    for (size_t i = 0; filter->words && i < FILTER_BITS / 64; i++) {
        if (filter->words[i] == 0) {
            zeros++;
            continue;
        }
        pack_u64(out, zeros);
        zeros = 0;
        {
            uint64_t portable = htole64(filter->words[i]);

            buffer_append(out, slice_make(&portable, 8));
        }
    }
    if (filter->words)
        pack_u64(out, FILTER_BITS);
}

static bool read_filter(struct filter *filter, struct memory *account, struct unpack *in)
{
    uint64_t place = 0;

    if (unpack_u64(in) == 0)
        return !in->broken;
    if (!filter_make(filter, account))
        return false;
    for (;;) {
        uint64_t zeros = unpack_u64(in), word;

        if (in->broken || zeros == FILTER_BITS)
            return !in->broken;
        place += zeros;
        if (place >= FILTER_BITS / 64 || in->rest.len < 8) {
            in->broken = true;
            return false;
        }
        memcpy(&word, in->rest.at, 8);
        in->rest.at += 8;
        in->rest.len -= 8;
        filter->words[place++] |= le64toh(word);
    }
}

void service_write(const struct service_evidence *service, struct buffer *out)
{
    pack_u64(out, service->support.count);
    pack_i64(out, service->support.first);
    pack_i64(out, service->support.last);
    pack_sample(out, &service->servers);
    ledger_write(&service->ledger, out);
    for (size_t i = 0; i < NOISE_KINDS; i++)
        noise_write(&service->noise[i], out);
    observations_write(service->aside, out);
    write_filter(&service->values, out);
    path_write(service->paths, out);
    path_write(service->missing, out);
}

bool service_read(struct catalog *catalog, struct service_evidence *service, struct unpack *in)
{
    struct memory *account = &catalog->account;
    struct support support = { .count = unpack_u64(in) };

    support.first = unpack_i64(in);
    support.last = unpack_i64(in);
    support_merge(&service->support, &support);
    unpack_sample(in, &service->servers, account);
    ledger_read(&service->ledger, in);
    for (size_t i = 0; i < NOISE_KINDS; i++)
        noise_read(&service->noise[i], account, in);
    if (in->version >= 3 && !observations_read(&service->aside, account, in))
        return false;
    return read_filter(&service->values, account, in) &&
           path_read(service->paths, account, catalog->limits, in) &&
           path_read(service->missing, account, catalog->limits, in);
}
