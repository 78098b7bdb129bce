/* SPDX-License-Identifier: Apache-2.0 */
/* Stored evidence, damaged: whatever the bytes are, reading them leaves a catalog that can be decided, written and read
 * again. The first byte says which blob follows. */
#include "base/buffer.h"
#include "catalog/catalog.h"
#include "catalog/inventory.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

static struct catalog *open_catalog(void)
{
    struct catalog_settings settings = { .memory_limit = 64 << 20 };
    struct catalog *catalog = catalog_new(&settings, NULL);

    must(catalog != NULL);
    return catalog;
}

static void decide(const struct catalog *catalog)
{
    struct memory account = { .limit = 0 };
    struct inventory *inventory = inventory_build(catalog, &account, NULL);

    must(inventory != NULL);
    inventory_free(inventory);
    must(account.used == 0);
}

/* What was read whole is written, read and written alike. */
static void write_again(const struct catalog *catalog)
{
    struct memory account = { .limit = 0 };
    struct catalog *again = open_catalog();
    struct error err = { .kind = ERROR_NONE };
    struct buffer once, twice;

    buffer_init(&once, &account);
    buffer_init(&twice, &account);
    for (size_t i = 0; i < catalog_service_count(catalog); i++) {
        buffer_reset(&once);
        must(catalog_write_service(catalog, i, &once));
        must(catalog_read_service(again, buffer_slice(&once), &err) || err.kind == ERROR_MEMORY);
        buffer_reset(&twice);
        must(catalog_write_service(again, i, &twice));
        must(err.kind == ERROR_MEMORY || slice_eq(buffer_slice(&once), buffer_slice(&twice)));
    }
    buffer_done(&once);
    buffer_done(&twice);
    catalog_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct catalog *catalog;
    struct slice blob = { (const char *)data + 1, size - 1 };
    struct error err = { .kind = ERROR_NONE };

    if (size == 0)
        return 0;
    catalog = open_catalog();
    if (data[0] & 1) {
        catalog_read_rest(catalog, blob, &err);
    } else {
        if (catalog_read_service(catalog, blob, &err))
            write_again(catalog);
        /* Twice: the second time everything merges. */
        catalog_read_service(catalog, blob, NULL);
    }
    decide(catalog);
    catalog_free(catalog);
    return 0;
}
