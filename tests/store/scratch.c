/* SPDX-License-Identifier: Apache-2.0 */
#include "store/scratch.h"

#include "base/buffer.h"
#include "base/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void scratch_begin(struct scratch *scratch)
{
    snprintf(scratch->directory, sizeof scratch->directory, "/tmp/plainsight-test-XXXXXX");
    assert_non_null(mkdtemp(scratch->directory));
    snprintf(scratch->path, sizeof scratch->path, "%s/a.db", scratch->directory);
}

void scratch_end(struct scratch *scratch)
{
    DIR *directory = opendir(scratch->directory);
    struct dirent *entry;

    while (directory && (entry = readdir(directory)))
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory)
        closedir(directory);
    rmdir(scratch->directory);
}

struct catalog *scratch_catalog(void)
{
    struct catalog_settings settings = { .memory_limit = 64 << 20, .key = "0123456789abcde" };
    struct catalog *catalog = catalog_new(&settings, NULL);

    assert_non_null(catalog);
    return catalog;
}

void scratch_learn(struct catalog *catalog, const char *host, unsigned first, unsigned count)
{
    static const struct header headers[] = { { { "Content-Type", 12 }, { "application/json", 16 } } };

    for (unsigned i = first; i < first + count; i++) {
        char target[64], body[64 + BODY_SLACK] = { 0 };
        int target_len = snprintf(target, sizeof target, "/v1/things/%u", i % 17);
        int body_len = snprintf(body, 64, "{\"id\":%u,\"name\":\"thing %u\"}", i % 17, i % 5);
        struct exchange exchange = {
            .started = 1700000000000000000 + (int64_t)i * 1000000,
            .ended = 1700000000000000000 + (int64_t)i * 1000000 + 5000,
            .client = { .bytes = { 10, 0, 0, (uint8_t)(i % 9) },
                        .family = 4,
                        .port = (uint16_t)(40000 + i % 1000) },
            .server = { .bytes = { 10, 0, 1, 1 }, .family = 4, .port = 80 },
            .method = SLICE("GET"),
            .scheme = SLICE("http"),
            .authority = slice_of(host),
            .target = slice_make(target, (size_t)target_len),
            .version_major = 1,
            .version_minor = 1,
            .status = 200,
            .request = { .wire_bytes = 100 },
            .response = { .headers = headers, .header_count = 1, .wire_bytes = 200 },
        };

        exchange.response.body = slice_make(body, (size_t)body_len);
        exchange.response.body_state = BODY_WHOLE;
        exchange.response.body_bytes = exchange.response.body.len;
        catalog_observe(catalog, &exchange);
    }
}

char *scratch_bytes(const struct catalog *catalog, size_t *ret_len)
{
    struct memory account = { 0 };
    struct buffer buffer;
    char *bytes;

    buffer_init(&buffer, &account);
    for (size_t i = 0; i < catalog_service_count(catalog); i++) {
        struct slice key = catalog_service_key(catalog, i);

        assert_true(buffer_append(&buffer, key));
        assert_true(catalog_write_service(catalog, i, &buffer));
    }
    assert_true(catalog_write_rest(catalog, &buffer));
    bytes = malloc(buffer.len + 1);
    memcpy(bytes, buffer.at, buffer.len);
    *ret_len = buffer.len;
    buffer_done(&buffer);
    return bytes;
}

void assert_same_knowledge(const struct catalog *a, const struct catalog *b)
{
    size_t a_len, b_len;
    char *a_bytes = scratch_bytes(a, &a_len), *b_bytes = scratch_bytes(b, &b_len);

    assert_int_equal(a_len, b_len);
    assert_memory_equal(a_bytes, b_bytes, a_len);
    free(a_bytes);
    free(b_bytes);
}

void scratch_observe(const char *path, const char *host, unsigned first, unsigned count)
{
    struct error err = { 0 };
    struct store *store = store_open(path, STORE_OBSERVE, &err);
    struct catalog *catalog = scratch_catalog();
    struct store_run run = { .source = SLICE("made up") };
    struct ledger ledger = { 0 };
    struct store_checkpoint checkpoint = { .catalog = catalog, .run = &run, .ledger = &ledger };

    assert_string_equal(err.text, "");
    assert_true(store_read_catalog(store, catalog, &err));
    assert_true(store_run_begin(store, &run, 0, &err));
    catalog_mark_saved(catalog);
    scratch_learn(catalog, host, first, count);
    ledger.seen[LEDGER_EXCHANGES] = ledger.analysed[LEDGER_EXCHANGES] = count;
    run.exchanges = count;
    run.state = RUN_FINISHED;
    assert_true(store_checkpoint(store, &checkpoint, &err));
    assert_true(store_settle(store, &err));
    store_close(store);
    catalog_free(catalog);
}
