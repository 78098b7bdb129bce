/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/bench.h"

#include "base/check.h"

#include <stdio.h>

/* A small shop: what the documents below say of it is less than it does. */
static void shop(struct bench *bench)
{
    static const char *const users[] = {
        "{\"id\":1,\"name\":\"Ann "
        "Lee\",\"status\":\"active\",\"address\":{\"city\":\"Bonn\",\"zip\":\"53111\"}}",
        "{\"id\":2,\"name\":\"Bob Ray\",\"status\":\"locked\",\"address\":null}",
        "{\"id\":3,\"name\":\"Cy "
        "Moor\",\"status\":\"active\",\"address\":{\"city\":\"Ulm\",\"zip\":\"89073\"}}",
    };
    char target[64];

    for (int i = 0; i < 60; i++) {
        snprintf(target, sizeof target, "/v1/users/%d", 100 + i);
        traffic_ask(&bench->traffic, (struct ask){ .target = target,
                                                   .headers = "Authorization: Bearer a.b.c",
                                                   .answer = users[i % 3],
                                                   .at = i * 1000 });
        traffic_ask(&bench->traffic,
                    (struct ask){ .target = i % 2 ? "/v1/users?limit=10" : "/v1/users?limit=20",
                                  .headers = "Authorization: Bearer a.b.c",
                                  .status = i % 10 ? 200 : 429,
                                  .answer = i % 10 ? "[{\"id\":1,\"name\":\"Ann Lee\",\"status\":\"active\"}]"
                                                   : "{\"error\":\"slow down\"}",
                                  .at = i * 1000 });
        traffic_ask(&bench->traffic, (struct ask){ .method = "POST",
                                                   .target = "/v1/users",
                                                   .headers = "Authorization: Bearer a.b.c",
                                                   .body = "{\"name\":\"Ann Lee\",\"admin\":true}",
                                                   .status = 201,
                                                   .answer = users[i % 3],
                                                   .at = i * 1000 });
        snprintf(target, sizeof target, "/v1/users/%d/orders", 100 + i);
        traffic_ask(&bench->traffic, (struct ask){ .target = target,
                                                   .headers = "X-Api-Key: 0123456789abcdef0123",
                                                   .answer = "[{\"id\":7,\"total\":9.5,\"state\":\"paid\"}]",
                                                   .at = i * 1000 });
        snprintf(target, sizeof target, "/v1/users/%d", 100 + i);
        traffic_ask(&bench->traffic, (struct ask){ .method = "DELETE",
                                                   .target = target,
                                                   .headers = "Authorization: Bearer a.b.c",
                                                   .status = 204,
                                                   .at = i * 1000 });
        traffic_ask(&bench->traffic,
                    (struct ask){ .target = "/admin/stats", .answer = "{\"users\":3}", .at = i * 1000 });
    }
}

static const char document_30[] = "openapi: 3.0.3\n"
                                  "info:\n"
                                  "  title: Shop\n"
                                  "  version: '1'\n"
                                  "servers:\n"
                                  "  - url: https://api.example.com/v1\n"
                                  "security:\n"
                                  "  - bearer: []\n"
                                  "paths:\n"
                                  "  # people\n"
                                  "  /users:\n"
                                  "    get:\n"
                                  "      operationId: listUsers\n"
                                  "      tags: [users]\n"
                                  "      responses:\n"
                                  "        '200':\n"
                                  "          description: all of them\n"
                                  "          content:\n"
                                  "            application/json:\n"
                                  "              schema:\n"
                                  "                type: array\n"
                                  "                items: {$ref: '#/components/schemas/User'}\n"
                                  "\n"
                                  "  /users/{id}:\n"
                                  "    parameters:\n"
                                  "      - name: id\n"
                                  "        in: path\n"
                                  "        required: true\n"
                                  "        schema: {type: integer}\n"
                                  "    get:\n"
                                  "      operationId: getUser\n"
                                  "      tags: [users]\n"
                                  "      responses:\n"
                                  "        '200':\n"
                                  "          description: one\n"
                                  "          content:\n"
                                  "            application/json:\n"
                                  "              schema:\n"
                                  "                $ref: '#/components/schemas/User'\n"
                                  "components:\n"
                                  "  securitySchemes:\n"
                                  "    bearer: {type: http, scheme: bearer}\n"
                                  "  schemas:\n"
                                  "    User:\n"
                                  "      type: object\n"
                                  "      properties:\n"
                                  "        id:\n"
                                  "          type: integer # never reused\n"
                                  "        status:\n"
                                  "          type: string\n"
                                  "          enum:\n"
                                  "            - active\n"
                                  "      # more to come\n";

static void first(void **state)
{
    struct bench bench;

    bench_open(&bench);
    shop(&bench);
    bench_plan(&bench, "api.yaml", document_30);
    puts(bench_list(&bench));
    puts(bench_write(&bench) ? "" : "refused");
    puts(bench.out.at);
    assert_added(&bench, "api.yaml", document_30, NULL);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
