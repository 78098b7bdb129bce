/* SPDX-License-Identifier: Apache-2.0 */
/* What holding documents against a learned catalog costs, apart from reading either:
 *
 *     drift_bench DATABASE DOCUMENT...
 *
 * CPU milliseconds of reading the documents, loading the catalog, and drift; of seven rounds the quickest of each. */
#include "catalog/catalog.h"
#include "drift/drift.h"
#include "store/store.h"

#include <stdio.h>
#include <time.h>

#define ROUNDS 7

struct cost {
    double read, load, drift; /* milliseconds */
    size_t rows, operations;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static bool read_all(struct contract_set *documents, char **paths, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!contract_read(documents, paths[i], err))
            return false;
    return true;
}

static bool measure(const char *database, char **paths, size_t count, struct cost *ret, struct error *err)
{
    struct memory account = { 0 };
    struct contract_set documents;
    struct drift_options options = { .is_told = false };
    struct store *store = store_open(database, STORE_READ, err);
    struct catalog *catalog = NULL;
    struct drift *drift = NULL;
    double start = now();

    contract_set_init(&documents, &account, NULL);
    if (store && read_all(&documents, paths, count, err)) {
        ret->read = now() - start;
        start = now();
        catalog = store_load(store, 0, err);
        ret->load = now() - start;
        start = now();
        drift = catalog ? drift_new(&documents, catalog, &options, &account, err) : NULL;
        ret->drift = now() - start;
    }
    for (size_t i = 0; drift && i < drift->service_count; i++)
        ret->operations += drift->services[i].documented;
    ret->rows = drift ? drift->row_count : 0;
    drift_free(drift);
    catalog_free(catalog);
    contract_set_done(&documents);
    store_close(store);
    return err->kind == ERROR_NONE;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

int main(int argc, char **argv)
{
    struct cost best = { 1e9, 1e9, 1e9, 0, 0 };

    if (argc < 3) {
        fprintf(stderr, "usage: drift_bench DATABASE DOCUMENT...\n");
        return 2;
    }
    for (int round = 0; round < ROUNDS; round++) {
        struct error err = { 0 };
        struct cost cost = { 0 };

        if (!measure(argv[1], argv + 2, (size_t)argc - 2, &cost, &err)) {
            fprintf(stderr, "drift_bench: %s\n", err.text);
            return 1;
        }
        best = (struct cost){ least(best.read, cost.read), least(best.load, cost.load),
                              least(best.drift, cost.drift), cost.rows, cost.operations };
    }
    printf("%zu operations, %zu rows: read %.1f ms, load %.1f ms, drift %.1f ms\n", best.operations,
           best.rows, best.read, best.load, best.drift);
    return 0;
}
