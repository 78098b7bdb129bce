/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/read.h"

#define PAGE "<!doctype html><html><head><title>Shop</title></head></html>"

static struct shown fetched(const char *target, const char *answer)
{
    return (struct shown){ .target = target, .answer = answer };
}

static void files_of_the_workshop_are_what_their_path_says(void **state)
{
    assert_told(fetched("/.git/HEAD", "ref: refs/heads/main\n"), "exposed_repository /.git/HEAD");
    assert_told(fetched("/.git/config", "[core]\n\tbare = false"), "exposed_repository /.git/config");
    assert_told(fetched("/api/.env.local", "# local\n\nDB_HOST=db\n"), "exposed_repository /api/.env.local");
    assert_told(fetched("/server.key", "-----BEGIN PRIVATE KEY-----\nMIIE"),
                "exposed_repository /server.key");
    assert_nothing_told(fetched("/.git/HEAD", PAGE), FACT_exposed_repository);
    assert_nothing_told(fetched("/.env", PAGE), FACT_exposed_repository);
    assert_nothing_told(fetched("/.env", "hello: world"), FACT_exposed_repository);
    assert_nothing_told(fetched("/git/HEAD", "ref: refs/heads/main\n"), FACT_exposed_repository);
}

static void only_answers_that_succeed_count(void **state)
{
    struct shown refused = fetched("/.git/HEAD", "ref: refs/heads/main\n");

    refused.status = 404;
    assert_nothing_told(refused, FACT_exposed_repository);
}

static void backups_are_copies_of_the_whole(void **state)
{
    assert_told(fetched("/backup.zip", "PK\x03\x04zip"), "exposed_backup /backup.zip");
    assert_told(fetched("/shop-backup-2026.tar.gz", "\x1f\x8b\x08gz"),
                "exposed_backup /shop-backup-2026.tar.gz");
    assert_told(fetched("/db.sql", "CREATE TABLE users (id int);"), "exposed_backup /db.sql");
    assert_told(fetched("/config.php.old", "<?php"), "exposed_backup /config.php.old");
    assert_nothing_told(fetched("/v1/invoices/march.zip", "PK\x03\x04zip"), FACT_exposed_backup);
    assert_nothing_told(fetched("/backup.zip", PAGE), FACT_exposed_backup);
    assert_nothing_told(fetched("/backup.zip", "{\"state\": \"none\"}"), FACT_exposed_backup);
    assert_nothing_told(fetched("/users/jane.old", "{\"nickname\": \"jane.old\"}"), FACT_exposed_backup);
    assert_nothing_told(fetched("/queries/sales.sql", "SELECT 1"), FACT_exposed_backup);
}

static void maps_of_scripts_are_told_from_maps_of_towns(void **state)
{
    assert_told(fetched("/main.js.map", "{\"version\":3,\"sources\":[\"a.ts\"]}"), "source_map /main.js.map");
    assert_nothing_told(fetched("/berlin.map", "{\"version\":2,\"layers\":[]}"), FACT_source_map);
}

static void listings_are_told_by_their_title(void **state)
{
    assert_told(fetched("/files/", "<html><head><title>Index of /files/</title></head>"),
                "directory_listing /files");
    assert_told(fetched("/", "<?xml version=\"1.0\"?><ListBucketResult><Name>a</Name>"),
                "directory_listing /");
    assert_nothing_told(fetched("/files/", "<html><title>Index of prices</title>"), FACT_directory_listing);
}

static void operations_answer_anybody_but_watchdogs(void **state)
{
    struct shown metrics = fetched("/metrics", "# HELP a b\n# TYPE a counter\n");

    assert_told(metrics, "exposed_operations /metrics");
    metrics.asked = "User-Agent: Prometheus/2.45.0";
    assert_nothing_told(metrics, FACT_exposed_operations);
    metrics.asked = "Authorization: Bearer 0Zk3bq8sYw1LmN5tRf7Xc2Vd9Gh4Jp6Qa8Us0Ie";
    assert_nothing_told(metrics, FACT_exposed_operations);
    assert_nothing_told(fetched("/actuator/health", "{\"status\":\"UP\"}"), FACT_exposed_operations);
    assert_nothing_told(fetched("/v1/metrics", "{\"names\":[]}"), FACT_exposed_operations);
}

static void nothing_personal_is_in_a_subject(void **state)
{
    assert_told(fetched("/u/jane%40example.com/4021557/.env", "A_B=c\n"), "exposed_repository /u/*/*/.env");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_the_workshop_are_what_their_path_says),
        cmocka_unit_test(only_answers_that_succeed_count),
        cmocka_unit_test(backups_are_copies_of_the_whole),
        cmocka_unit_test(maps_of_scripts_are_told_from_maps_of_towns),
        cmocka_unit_test(listings_are_told_by_their_title),
        cmocka_unit_test(operations_answer_anybody_but_watchdogs),
        cmocka_unit_test(nothing_personal_is_in_a_subject),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
