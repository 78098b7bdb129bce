/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/naming.h"

#include "spec/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct expected {
    const char *method, *path, *id, *summary, *tag, *noun;
};

static void names_are(const struct expected *expected, size_t count)
{
    struct operation_name *names;
    struct build build;

    build_init(&build, "api.example.com");
    for (size_t i = 0; i < count; i++)
        build_endpoint(&build, expected[i].method, expected[i].path, 1);
    names = naming_service(&build.service, &build.arena);
    assert_non_null(names);
    for (size_t i = 0; i < count; i++) {
        struct slice noun = words_join(&names[i].noun, WORDS_CAMEL, &build.arena);

        assert_string_equal(arena_copy(&build.arena, names[i].id).at, expected[i].id);
        if (expected[i].summary)
            assert_string_equal(arena_copy(&build.arena, names[i].summary).at, expected[i].summary);
        if (expected[i].tag)
            assert_string_equal(arena_copy(&build.arena, names[i].tag).at, expected[i].tag);
        if (expected[i].noun)
            assert_string_equal(arena_copy(&build.arena, noun).at, expected[i].noun);
    }
    build_done(&build);
}

static void operations_are_called_as_a_person_would(void **state)
{
    static const struct expected expected[] = {
        { "GET", "/", "getRoot", "Get root", "root", "root" },
        { "GET", "/api/v1/users", "listUsers", "List users", "users", "user" },
        { "POST", "/api/v1/users", "createUser", "Create user", "users", "user" },
        { "GET", "/api/v1/users/{userId}", "getUser", "Get user", "users", "user" },
        { "PUT", "/api/v1/users/{userId}", "replaceUser", NULL, NULL, NULL },
        { "PATCH", "/api/v1/users/{userId}", "updateUser", NULL, NULL, NULL },
        { "DELETE", "/api/v1/users/{userId}", "deleteUser", NULL, NULL, NULL },
        { "HEAD", "/api/v1/users/{userId}", "headUser", NULL, NULL, NULL },
        { "GET", "/api/v1/users/{userId}/orders", "listUserOrders", "List user orders", "users", "order" },
        { "GET", "/api/v1/users/{userId}/orders/{orderId}", "getUserOrder", NULL, "users", "order" },
        { "GET", "/api/v1/users/me", "getUserMe", NULL, "users", "user" },
        { "GET", "/api/v1/users/search", "searchUsers", "Search users", "users", "user" },
        { "POST", "/orders/{orderId}/cancel", "cancelOrder", "Cancel order", "orders", "order" },
        { "POST", "/users/{userId}/reset-password", "resetUserPassword", "Reset user password", "users",
          "user" },
        { "POST", "/docs/{docId}:export", "exportDoc", NULL, "docs", "doc" },
        { "GET", "/status", "getStatus", NULL, "status", "status" },
        { "GET", "/order-items/{id}", "getOrderItem", "Get order item", "order-items", "orderItem" },
        { "GET", "/repos/{owner}/{repo}", "getRepo", NULL, "repos", "repo" },
        { "GET", "/reports.json", "listReports", NULL, "reports", "report" },
        { "GET", "/{tenantId}", "getTenantId", NULL, "root", "root" },
        { "PROPFIND", "/files/{path}", "propfindFile", NULL, "files", "file" },
    };

    names_are(expected, sizeof expected / sizeof *expected);
}

static void operations_of_one_name_are_told_apart(void **state)
{
    static const struct expected expected[] = {
        { "GET", "/v1/users", "listUsers", NULL, NULL, NULL },
        { "GET", "/v2/users", "listUsersV2", NULL, NULL, NULL },
        { "GET", "/v1/users/{userId}", "getUser", NULL, NULL, NULL },
        { "GET", "/v1/users/{userId}.json", "getUserV1", NULL, NULL, NULL },
        { "GET", "/reports/{year}", "getReport", NULL, NULL, NULL },
        { "GET", "/reports/{year}/{month}", "getReportByYearAndMonth", NULL, NULL, NULL },
        { "GET", "/users/{id}", "getUserById", NULL, NULL, NULL },
        { "GET", "/Users/{id}", "getUserById2", NULL, NULL, NULL },
        { "GET", "/USERS/{id}", "getUserById3", NULL, NULL, NULL },
    };

    names_are(expected, sizeof expected / sizeof *expected);
}

static void one_version_tells_nothing_apart(void **state)
{
    static const struct expected expected[] = {
        { "GET", "/v1/users/{userId}", "getUser", NULL, NULL, NULL },
        { "GET", "/v1/users/{userId}.json", "getUserByUserId", NULL, NULL, NULL },
    };

    names_are(expected, sizeof expected / sizeof *expected);
}

static void what_all_paths_share_is_no_part_of_names(void **state)
{
    static const struct expected expected[] = {
        { "GET", "/shop/backend/carts", "listCarts", NULL, "carts", NULL },
        { "GET", "/shop/backend/carts/{id}", "getCart", NULL, "carts", NULL },
        { "GET", "/shop/backend/items", "listItems", NULL, "items", NULL },
        { "GET", "/shop/backend/items/{id}", "getItem", NULL, "items", NULL },
        { "GET", "/shop/backend/offers", "listOffers", NULL, "offers", NULL },
    };
    static const struct expected too_few[] = {
        { "GET", "/users/active", "getUsersActive", NULL, "users", NULL },
        { "GET", "/users/{id}", "getUser", NULL, "users", NULL },
    };

    names_are(expected, sizeof expected / sizeof *expected);
    names_are(too_few, sizeof too_few / sizeof *too_few);
}

static void five_hundred_operations_of_one_name_all_differ(void **state)
{
    struct operation_name *names;
    struct build build;

    build_init(&build, "api.example.com");
    for (unsigned i = 0; i < 500; i++)
        build_endpoint_slice(&build, SLICE("GET"), arena_printf(&build.arena, "/{a}/%%%x", i + 16), 1);
    names = naming_service(&build.service, &build.arena);
    assert_non_null(names);
    for (size_t i = 0; i < 500; i++)
        for (size_t j = 0; j < i; j++)
            assert_false(slice_eq(names[i].id, names[j].id));
    build_done(&build);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_are_called_as_a_person_would),
        cmocka_unit_test(operations_of_one_name_are_told_apart),
        cmocka_unit_test(one_version_tells_nothing_apart),
        cmocka_unit_test(what_all_paths_share_is_no_part_of_names),
        cmocka_unit_test(five_hundred_operations_of_one_name_all_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
