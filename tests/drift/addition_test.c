/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/bench.h"

#include "base/check.h"
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BEARER "Authorization: Bearer a.b.c"

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
    static const char list[] = "[{\"id\":1,\"name\":\"Ann Lee\",\"status\":\"active\"}]";
    char target[64];

    for (int i = 0; i < 48; i++) {
        bool is_slow = i % 12 == 0;

        snprintf(target, sizeof target, "/v1/users/%d", 100 + i);
        bench_tell(bench, (struct ask){ .target = target, .headers = BEARER, .answer = users[i % 3] });
        bench_tell(bench, (struct ask){ .target = i % 2 ? "/v1/users?limit=10" : "/v1/users?limit=20",
                                        .headers = BEARER,
                                        .status = is_slow ? 429 : 200,
                                        .answer = is_slow ? "{\"error\":\"slow down\"}" : list });
        bench_tell(bench,
                   (struct ask){ .method = "DELETE", .target = target, .headers = BEARER, .status = 204 });
        snprintf(target, sizeof target, "/v1/users/%d/orders", 100 + i);
        bench_tell(bench, (struct ask){ .target = target,
                                        .headers = "X-Api-Key: 0123456789abcdef0123",
                                        .answer = "[{\"id\":7,\"total\":9.5}]" });
        bench_tell(bench, (struct ask){ .target = "/admin/stats", .answer = "{\"users\":3}" });
    }
}

#define HEAD_30                                                                                              \
    "openapi: 3.0.3\n"                                                                                       \
    "info:\n"                                                                                                \
    "  title: Shop\n"                                                                                        \
    "  version: '1'\n"                                                                                       \
    "servers:\n"                                                                                             \
    "  - url: https://api.example.com/v1\n"                                                                  \
    "security:\n"                                                                                            \
    "  - bearer: []\n"                                                                                       \
    "paths:\n"

static const char shop_30[] = HEAD_30 "  # people\n"
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
                                      "      operationId: deleteUser # sic\n"
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

static const char shop_30_after[] =
    HEAD_30 "  # people\n"
            "  /users:\n"
            "    get:\n"
            "      operationId: listUsers\n"
            "      tags: [users]\n"
            "      parameters:\n"
            "        - name: limit\n"
            "          in: query\n"
            "          schema:\n"
            "            type: integer\n"
            "          x-plainsight-observed: {count: 48, " SEEN "      responses:\n"
            "        '200':\n"
            "          description: all of them\n"
            "          content:\n"
            "            application/json:\n"
            "              schema:\n"
            "                type: array\n"
            "                items: {$ref: '#/components/schemas/User'}\n"
            "        '429':\n"
            "          description: Too Many Requests\n"
            "          content:\n"
            "            application/json:\n"
            "              schema:\n"
            "                type: object\n"
            "                required: [error]\n"
            "                properties:\n"
            "                  error:\n"
            "                    type: string\n"
            "                    example: s***n\n"
            "          x-plainsight-observed: {count: 4, " SEEN "\n"
            "  /users/{id}:\n"
            "    parameters:\n"
            "      - name: id\n"
            "        in: path\n"
            "        required: true\n"
            "        schema: {type: integer}\n"
            "    get:\n"
            "      operationId: deleteUser # sic\n"
            "      tags: [users]\n"
            "      responses:\n"
            "        '200':\n"
            "          description: one\n"
            "          content:\n"
            "            application/json:\n"
            "              schema:\n"
            "                $ref: '#/components/schemas/User'\n"
            "    delete:\n"
            "      tags: [users]\n"
            "      operationId: deleteUser2\n"
            "      responses:\n"
            "        '204':\n"
            "          description: No Content\n"
            "      x-plainsight-observed: {count: 48, " SEEN "\n"
            "  /admin/stats:\n"
            "    servers:\n"
            "      - url: https://api.example.com\n"
            "    get:\n"
            "      tags: [admin]\n"
            "      operationId: listAdminStats\n"
            "      responses:\n"
            "        '200':\n"
            "          description: OK\n"
            "          content:\n"
            "            application/json:\n"
            "              schema:\n"
            "                type: object\n"
            "                required: [users]\n"
            "                properties:\n"
            "                  users:\n"
            "                    type: integer\n"
            "      security: []\n"
            "      x-plainsight-observed: {count: 48, " SEEN "\n"
            "  /users/{id}/orders:\n"
            "    get:\n"
            "      tags: [users]\n"
            "      operationId: listUserOrders\n"
            "      parameters:\n"
            "        - name: id\n"
            "          in: path\n"
            "          required: true\n"
            "          schema:\n"
            "            type: integer\n"
            "      responses:\n"
            "        '200':\n"
            "          description: OK\n"
            "          content:\n"
            "            application/json:\n"
            "              schema:\n"
            "                type: array\n"
            "                items:\n"
            "                  type: object\n"
            "                  required: [id, total]\n"
            "                  properties:\n"
            "                    id:\n"
            "                      type: integer\n"
            "                    total:\n"
            "                      type: number\n"
            "      security:\n"
            "        - {xApiKeyAuth: []}\n"
            "      x-plainsight-observed: {count: 48, " SEEN "components:\n"
            "  securitySchemes:\n"
            "    bearer: {type: http, scheme: bearer}\n"
            "    xApiKeyAuth:\n"
            "      type: apiKey\n"
            "      in: header\n"
            "      name: X-Api-Key\n"
            "      x-plainsight-observed: {count: 48, " SEEN "  schemas:\n"
            "    User:\n"
            "      type: object\n"
            "      properties:\n"
            "        id:\n"
            "          type: integer # never reused\n"
            "        status:\n"
            "          type: string\n"
            "          enum:\n"
            "            - active\n"
            "            - locked\n"
            "          x-plainsight-observed: {enum: [locked]}\n"
            "        name:\n"
            "          type: string\n"
            "          example: C***\n"
            "          x-plainsight-observed: {count: 92, " SEEN "        address:\n"
            "          type: object\n"
            "          properties:\n"
            "            city:\n"
            "              type: string\n"
            "              example: B***\n"
            "            zip:\n"
            "              type: string\n"
            "              example: '5***'\n"
            "          nullable: true\n"
            "          x-plainsight-observed: {count: 48, " SEEN "      # more to come\n";

static void what_is_missing_is_written_where_it_belongs(void **state)
{
    struct bench bench;

    bench_open(&bench);
    shop(&bench);
    assert_added(&bench, "api.yaml", shop_30, shop_30_after);
    bench_plan(&bench, "api.yaml", shop_30);
    assert_string_equal(bench_list(&bench), "GET /admin/stats: the operation\n"
                                            "GET /v1/users: query parameter limit\n"
                                            "GET /v1/users: response:200 field /[]/name\n"
                                            "GET /v1/users: status 429\n"
                                            "DELETE /v1/users/{id}: the operation\n"
                                            "GET /v1/users/{id}: response:200 field /address\n"
                                            "GET /v1/users/{id}: response:200 field /name\n"
                                            "GET /v1/users/{id}: response:200 enum values of /status\n"
                                            "GET /v1/users/{userId}/orders: the operation\n");
    bench_close(&bench);
}

/* ---- JSON, OpenAPI 3.1 */

static void json_stays_json(void **state)
{
    static const char document[] = "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Shop\",\"version\":\"1\"},"
                                   "\"paths\":{\"/v1/users/{user}\":{\"get\":"
                                   "{\"parameters\":[{\"name\":\"user\",\"in\":\"path\",\"required\":true,"
                                   "\"schema\":{\"type\":\"integer\"}}],"
                                   "\"responses\":{\"200\":{\"description\":\"one\",\"content\":{"
                                   "\"application/json\":{\"schema\":{\"type\":\"object\","
                                   "\"properties\":{\"id\":{\"type\":\"integer\"},\"name\":{\"type\":"
                                   "\"string\"},\"status\":{\"type\":\"string\"}}}}}}}}}}}";
    struct bench bench;

    bench_open(&bench);
    shop(&bench);
    assert_added(&bench, "api.json", document, NULL);
    bench_plan(&bench, "api.json", document);
    bench_write(&bench);
    assert_null(strchr(bench.out.at, '\n'));
    assert_has(bench.out.at, "\"address\":{\"type\":[\"object\",\"null\"],");
    assert_has(bench.out.at, "\"examples\":[\"B***\"]");
    assert_has(bench.out.at, "\"security\":[{\"bearerAuth\":[]}]");
    assert_has(
        bench.out.at,
        "\"components\":{\"securitySchemes\":{\"bearerAuth\":{\"type\":\"http\",\"scheme\":\"bearer\"");
    assert_has(bench.out.at, "\"/v1/users/{user}/orders\":{\"get\":{");
    assert_null(strstr(bench.out.at, "operationId"));
    assert_null(strstr(bench.out.at, "summary"));
    bench_close(&bench);
}

/* ---- Swagger 2.0 */

static void forms(struct bench *bench)
{
    for (int i = 0; i < 24; i++) {
        bench_tell(
            bench,
            (struct ask){ .method = "POST",
                          .target = "/v1/login",
                          .headers = "Content-Type: application/x-www-form-urlencoded\nCookie: theme=dark",
                          .body = "user=ann&otp=1234&tag=a&tag=b",
                          .answer = "{\"ok\":true}" });
        bench_tell(bench, (struct ask){ .method = "PUT",
                                        .target = "/v1/note",
                                        .headers = "Content-Type: text/plain",
                                        .body = "hello",
                                        .answer_headers = "Content-Type: text/csv",
                                        .answer = "a,b" });
    }
}

static const char shop_20[] = "swagger: '2.0'\n"
                              "info: {title: Shop, version: '1'}\n"
                              "host: api.example.com\n"
                              "basePath: /v1\n"
                              "consumes: [application/json]\n"
                              "produces: [application/json]\n"
                              "paths:\n"
                              "  /users/{id}:\n"
                              "    get:\n"
                              "      parameters:\n"
                              "      - {name: id, in: path, required: true, type: integer}\n"
                              "      responses:\n"
                              "        200:\n"
                              "          description: one\n"
                              "          schema: {$ref: '#/definitions/User'}\n"
                              "  /login:\n"
                              "    post:\n"
                              "      consumes: [application/x-www-form-urlencoded]\n"
                              "      parameters:\n"
                              "      - {name: user, in: formData, type: string}\n"
                              "      responses:\n"
                              "        200: {description: in}\n"
                              "  /note:\n"
                              "    put:\n"
                              "      responses:\n"
                              "        200:\n"
                              "          description: done\n"
                              "definitions:\n"
                              "  User:\n"
                              "    allOf:\n"
                              "    - description: anything\n"
                              "    - type: object\n"
                              "      properties:\n"
                              "        id: {type: integer}\n"
                              "        status: {type: string}\n";

static void swagger_has_its_own_words(void **state)
{
    struct bench bench;
    const char *text;

    bench_open(&bench);
    shop(&bench);
    forms(&bench);
    assert_added(&bench, "swagger.yaml", shop_20, NULL);
    bench_plan(&bench, "swagger.yaml", shop_20);
    text = bench_write(&bench);
    assert_has(text, "      - {name: user, in: formData, type: string}\n"
                     "      - name: otp\n"
                     "        in: formData\n"
                     "        type: integer\n"
                     "        x-plainsight-observed: {count: 24, " SEEN);
    assert_has(text, "      - name: tag\n"
                     "        in: formData\n"
                     "        type: array\n"
                     "        items:\n"
                     "          type: string\n");
    assert_has(text, "        name:\n"
                     "          type: string\n"
                     "          example: C***\n");
    assert_has(text, "          x-nullable: true\n");
    assert_has(text, "  /users/{id}/orders:\n"
                     "    get:\n"
                     "      produces: [application/json]\n"
                     "      parameters:\n"
                     "      - name: id\n"
                     "        in: path\n"
                     "        required: true\n"
                     "        type: integer\n"
                     "      responses:\n"
                     "        200:\n"
                     "          description: OK\n"
                     "          schema:\n");
    assert_has(text, "securityDefinitions:\n"
                     "  bearerAuth:\n"
                     "    type: apiKey\n"
                     "    in: header\n"
                     "    name: Authorization\n");
    assert_has(text, "  /note:\n"
                     "    put:\n"
                     "      consumes: [application/json, text/plain]\n"
                     "      parameters:\n"
                     "      - name: body\n"
                     "        in: body\n"
                     "        schema:\n"
                     "          type: string\n");
    assert_has(text, "      produces: [application/json, text/csv]\n");
    assert_has(text, "x-plainsight-observed: {consumes: [text/plain], produces: [text/csv]}\n");
    assert_has(bench_list(&bench),
               "GET /admin/stats: the operation (it stands outside of the document's basePath)\n");
    assert_has(bench_list(&bench), "POST /v1/login: cookie theme (Swagger 2.0 has no cookies)\n");
    bench_close(&bench);
}

/* ---- other files */

static void write_file(const char *directory, const char *name, const char *text)
{
    char path[200];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", directory, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void schemas_of_other_files_are_added_to_there(void **state)
{
    char directory[] = "/tmp/additions.XXXXXX", name[200], other[200];
    const struct tree_file *file;
    struct error err = { 0 };
    struct bench bench;
    size_t cursor = 0;

    assert_non_null(mkdtemp(directory));
    snprintf(name, sizeof name, "%s/api.yaml", directory);
    snprintf(other, sizeof other, "%s/types.yaml", directory);
    write_file(directory, "api.yaml", ONE_GET("                $ref: types.yaml#/Thing\n"));
    write_file(directory, "types.yaml", "# types\nThing:\n  properties:\n    a: {type: integer}\n");
    bench_open(&bench);
    THINGS(
        &bench,
        "{\"a\":1,\"b\":\"x\",\"part\":{\"n\":1,\"parts\":[{\"n\":2,\"parts\":[{\"n\":3,\"parts\":[]}]}]}}");
    bench_plan(&bench, name, ONE_GET("                $ref: types.yaml#/Thing\n"));
    assert_ptr_equal(update_next(&bench.update, &cursor), bench.documents.contracts[0]->file);
    file = update_next(&bench.update, &cursor);
    assert_slice_equal(file->real, other);
    assert_null(update_next(&bench.update, &cursor));
    buffer_reset(&bench.out);
    assert_true(update_text(&bench.update, file, &bench.out, &err));
    buffer_byte(&bench.out, '\0');
    assert_has(bench.out.at,
               "# types\nThing:\n  properties:\n    a: {type: integer}\n    b:\n      type: string\n");
    assert_has(bench.out.at, "$ref: \"api.yaml#/components/schemas/Part\"\n");
    assert_has(bench_write(&bench), "components:\n  schemas:\n    Part:\n");
    bench_close(&bench);
    unlink(other);
    unlink(name);
    rmdir(directory);
}

/* ---- what stands in the way */

static bool is_status(void *context, const struct drift_row *row)
{
    return row->kind == DRIFT_UNDOCUMENTED_STATUS;
}

static void only_what_is_wanted_is_added(void **state)
{
    struct additions additions;
    struct bench bench;
    struct error err = { 0 };

    bench_open(&bench);
    shop(&bench);
    bench_plan(&bench, "api.yaml", shop_30);
    assert_true(additions_plan(&additions, &bench.documents, bench.documents.contracts[0], bench.drift,
                               is_status, NULL, &bench.memory, &err));
    assert_int_equal(additions.written, 1);
    assert_slice_equal(additions.list[0].what, "GET /v1/users: status 429");
    additions_done(&additions);
    bench_close(&bench);
}

static void methods_without_a_word_are_told(void **state)
{
    static const char document[] = ONE_GET("                type: object\n");
    struct bench bench;

    bench_open(&bench);
    THINGS(&bench, "{}");
    for (int i = 0; i < 24; i++)
        bench_tell(&bench, (struct ask){ .method = "LOCK", .target = "/things", .answer = "{}" });
    assert_added(&bench, "api.yaml", document, document);
    assert_string_equal(bench_list(&bench),
                        "LOCK /things: the operation (the format has no place for that method)\n");
    bench_close(&bench);
}

static void places_of_another_kind_are_left_alone(void **state)
{
    static const char document[] =
        "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths:\n  /things:\n    get:\n"
        "      parameters: none\n      responses: {'200': {description: x}}\n";
    struct bench bench;

    bench_open(&bench);
    for (int i = 0; i < 24; i++)
        bench_tell(&bench,
                   (struct ask){ .target = i % 2 ? "/things?a=1" : "/things?a=2", .answer = "{\"a\":1}" });
    bench_plan(&bench, "api.yaml", document);
    assert_has(bench_list(&bench),
               "query parameter a (what stands there in the document is of another kind)\n");
    bench_close(&bench);
}

static void refused_memory_is_an_error(void **state)
{
    struct bench bench;

    bench_open(&bench);
    shop(&bench);
    bench_plan(&bench, "api.yaml", shop_30);
    update_done(&bench.update);
    for (uint64_t fail_at = 1;; fail_at += 1 + fail_at / 50) {
        struct error err = { 0 };
        struct buffer out;
        bool done;

        buffer_init(&out, &bench.memory);
        bench.memory.fail_at = bench.memory.calls + fail_at;
        done = update_plan(&bench.update, &bench.documents, bench.documents.contracts[0], bench.drift,
                           bench.traffic.catalog, &bench.options, NULL, NULL, &bench.memory, &err) &&
               update_text(&bench.update, bench.documents.contracts[0]->file, &out, &err);
        bench.memory.fail_at = 0;
        if (!done && err.kind != ERROR_MEMORY)
            fail_msg("call %llu: %s", (unsigned long long)fail_at, err.text);
        if (done)
            assert_memory_equal(out.at, shop_30_after, out.len);
        buffer_done(&out);
        if (done)
            break;
        update_done(&bench.update);
    }
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_is_written_where_it_belongs),
        cmocka_unit_test(json_stays_json),
        cmocka_unit_test(swagger_has_its_own_words),
        cmocka_unit_test(schemas_of_other_files_are_added_to_there),
        cmocka_unit_test(only_what_is_wanted_is_added),
        cmocka_unit_test(methods_without_a_word_are_told),
        cmocka_unit_test(places_of_another_kind_are_left_alone),
        cmocka_unit_test(refused_memory_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
