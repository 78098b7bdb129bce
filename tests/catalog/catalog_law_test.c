/* SPDX-License-Identifier: Apache-2.0 */
/* Laws 1, 2 and 3 for the catalog: what it knows depends on what was seen, not on the order, on how the traffic was
 * dealt out, nor on how often the knowledge was stored and read back. */
#include "catalog/evidence.h"

#include "base/check.h"
#include "base/random.h"
#include "catalog/made.h"

#include <stdlib.h>

#define SHARDS 5

struct bounds {
    uint16_t identifiers, words;
};

static const struct bounds bounds[] = { { PATH_IDENTIFIERS, PATH_WORDS }, { 2, 2 }, { 1, 1 }, { 1, 2 } };
#define BOUNDS (sizeof bounds / sizeof *bounds)

static struct catalog *open_bounded(struct bounds bound)
{
    struct catalog *catalog = catalog_open(0);

    catalog->limits.identifiers = bound.identifiers;
    catalog->limits.words = bound.words;
    return catalog;
}

static void observe(struct catalog *catalog, uint64_t seed, uint64_t number)
{
    struct made_ask made;
    struct address server = { .bytes = { 10, 0, 0, (uint8_t)(number % 5) }, .family = 4, .port = 443 };

    made_ask(&made, seed, number);
    traffic_tell(catalog, &made.ask);
    if (number % 10 == 0)
        catalog_observe_tls(catalog, number % 3 ? SLICE("bank.example") : SLICE(""),
                            number % 4 ? SLICE("CN=pay.example") : SLICE(""), (uint16_t)(0x0300 + number % 7),
                            &server, (int64_t)(number * 7919 % 1000), number);
}

static struct catalog *observe_all(struct bounds bound, uint64_t seed, const size_t *order, size_t count)
{
    struct catalog *catalog = open_bounded(bound);

    for (size_t i = 0; i < count; i++)
        observe(catalog, seed, order ? order[i] : i);
    assert_ledger_adds_up(catalog);
    return catalog;
}

/* What every test here is given: some traffic, and a catalog that saw it in order. */
struct scene {
    struct bounds bound;
    uint64_t seed, draw; /* of the traffic; of what is done with it */
    size_t count;
    size_t *order;
    struct catalog *whole;
};

static void scene_open(struct scene *scene, struct bounds bound, uint64_t seed, size_t count)
{
    *scene = (struct scene){ .bound = bound, .seed = seed, .draw = seed * 31, .count = count };
    scene->order = malloc(count * sizeof *scene->order);
    assert_non_null(scene->order);
    scene->whole = observe_all(bound, seed, NULL, count);
}

static void scene_close(struct scene *scene)
{
    catalog_free(scene->whole);
    free(scene->order);
}

static void any_order_gives_the_same_catalog(void **state)
{
    uint64_t seed = made_seed(101);

    for (size_t i = 0; i < BOUNDS; i++) {
        struct scene scene;

        scene_open(&scene, bounds[i], seed + i, 450);
        for (int round = 0; round < 3; round++) {
            struct catalog *other;

            made_order(scene.order, scene.count, &scene.draw);
            other = observe_all(scene.bound, scene.seed, scene.order, scene.count);
            assert_same_catalog(other, scene.whole);
            catalog_free(other);
        }
        scene_close(&scene);
    }
}

static size_t deal(struct scene *scene, struct catalog *shards[SHARDS])
{
    size_t count = 1 + random_below(&scene->draw, SHARDS);

    made_order(scene->order, scene->count, &scene->draw);
    for (size_t i = 0; i < count; i++)
        shards[i] = open_bounded(scene->bound);
    for (size_t i = 0; i < scene->count; i++)
        observe(shards[random_below(&scene->draw, count)], scene->seed, scene->order[i]);
    return count;
}

/* Half of the merges go through the stored form. */
static void join(struct scene *scene, struct catalog *into, const struct catalog *from)
{
    struct error err = { .kind = ERROR_NONE };

    if (random_below(&scene->draw, 2))
        read_into(into, from);
    else
        assert_true(catalog_merge(into, from, &err));
}

static void dealt_out_and_merged_it_is_the_same_catalog(void **state)
{
    uint64_t seed = made_seed(202);

    for (size_t i = 0; i < BOUNDS; i++) {
        struct scene scene;

        scene_open(&scene, bounds[i], seed + i, 450);
        for (int round = 0; round < 4; round++) {
            struct catalog *shards[SHARDS], *merged = open_bounded(scene.bound);
            size_t count = deal(&scene, shards);

            for (size_t j = 0; j < count; j++)
                join(&scene, merged, shards[j]);
            assert_same_catalog(merged, scene.whole);
            /* And into one of the shards, last first. */
            for (size_t j = count; j > 1; j--)
                join(&scene, shards[0], shards[j - 1]);
            assert_same_catalog(shards[0], scene.whole);
            for (size_t j = 0; j < count; j++)
                catalog_free(shards[j]);
            catalog_free(merged);
        }
        scene_close(&scene);
    }
}

/* Stored, read, gone on with, stored ...: as a database that is observed into again and again. */
static void many_generations_know_what_one_run_knows(void **state)
{
    enum { GENERATIONS = 6 };
    uint64_t seed = made_seed(303);

    for (size_t i = 0; i < BOUNDS; i++) {
        struct scene scene;
        struct catalog *kept, *read;

        scene_open(&scene, bounds[i], seed + i, 360);
        made_order(scene.order, scene.count, &scene.draw);
        kept = open_bounded(scene.bound);
        for (size_t j = 0; j < scene.count; j++) {
            observe(kept, scene.seed, scene.order[j]);
            if ((j + 1) % (scene.count / GENERATIONS) != 0)
                continue;
            read = open_bounded(scene.bound);
            read_into(read, kept);
            assert_same_catalog(read, kept);
            catalog_free(kept);
            kept = read;
        }
        assert_same_catalog(kept, scene.whole);
        catalog_free(kept);
        scene_close(&scene);
    }
}

static void a_merge_leaves_what_it_merges_as_it_was(void **state)
{
    struct scene scene;
    struct catalog *into = open_bounded(bounds[1]), *again;
    struct error err = { .kind = ERROR_NONE };

    scene_open(&scene, bounds[1], made_seed(404), 500);
    observe(into, scene.seed, 9999);
    assert_true(catalog_merge(into, scene.whole, &err));
    again = observe_all(scene.bound, scene.seed, NULL, scene.count);
    assert_same_catalog(again, scene.whole);
    catalog_free(again);
    catalog_free(into);
    scene_close(&scene);
}

static void only_services_that_learned_something_are_written_again(void **state)
{
    struct catalog *catalog = catalog_open(0), *read = catalog_open(0);

    traffic_tell(catalog, &(struct ask){ .authority = "a.example" });
    traffic_tell(catalog, &(struct ask){ .authority = "b.example" });
    assert_slice_equal(catalog_service_key(catalog, 0), "a.example");
    assert_true(catalog_service_changed(catalog, 0));
    catalog_mark_saved(catalog);
    traffic_tell(catalog, &(struct ask){ .authority = "b.example" });
    assert_false(catalog_service_changed(catalog, 0));
    assert_true(catalog_service_changed(catalog, 1));
    read_into(read, catalog);
    assert_int_equal(catalog_service_count(read), 2);
    catalog_free(catalog);
    catalog_free(read);
}

static void a_stored_catalog_of_a_newer_version_is_refused_with_a_reason(void **state)
{
    struct catalog *catalog = catalog_open(0);
    struct error err = { .kind = ERROR_NONE };

    assert_false(catalog_read_service(catalog, SLICE("\x63"), &err));
    assert_int_equal(err.kind, ERROR_STORE);
    assert_non_null(strstr(err.text, "newer version"));
    err = (struct error){ .kind = ERROR_NONE };
    assert_false(catalog_read_rest(catalog, SLICE(""), &err));
    assert_non_null(strstr(err.text, "damaged"));
    catalog_free(catalog);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_gives_the_same_catalog),
        cmocka_unit_test(dealt_out_and_merged_it_is_the_same_catalog),
        cmocka_unit_test(many_generations_know_what_one_run_knows),
        cmocka_unit_test(a_merge_leaves_what_it_merges_as_it_was),
        cmocka_unit_test(only_services_that_learned_something_are_written_again),
        cmocka_unit_test(a_stored_catalog_of_a_newer_version_is_refused_with_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
