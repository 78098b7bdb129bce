/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that want too much, and accounts that give too little. */
#include "given.h"

#include <stdio.h>
#include <time.h>

static const char *const documents[] = {
    DOCUMENTS "shop/openapi.yaml",
    DOCUMENTS "zoo.json",
    DOCUMENTS "swagger.yaml",
    DOCUMENTS "collection.json",
};

static void count(void *context, const struct contract_property *property, bool is_required)
{
    ++*(size_t *)context;
}

static void walk(const struct contract *contract)
{
    for (size_t i = 0; i < contract->operation_count; i++) {
        const struct contract_operation *operation = &contract->operations[i];

        assert_true(operation->server_count > 0);
        for (size_t j = 0; j < operation->content_count; j++) {
            const struct contract_schema *schema = operation->contents[j].schema;
            struct contract_said said;
            size_t members = 0;

            if (!schema)
                continue;
            contract_types(schema);
            contract_member(schema, SLICE("id"), &said);
            contract_properties(schema, count, &members);
        }
    }
}

/* Each refusal at another place; whatever was read until then goes back. */
static void refused_memory_is_an_error(void **state)
{
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        bool is_read = false;

        for (uint64_t fail_at = 1; !is_read; fail_at++) {
            struct memory account = { .fail_at = fail_at };
            struct error err = { .kind = ERROR_NONE };
            const struct contract *contract;
            struct contract_set set;

            contract_set_init(&set, &account, DOCUMENTS);
            contract = contract_read(&set, documents[i], &err);
            assert_true(contract || err.kind != ERROR_NONE);
            if (contract)
                walk(contract);
            is_read = contract && !account.denied;
            contract_set_done(&set);
            assert_int_equal(account.used, 0);
        }
    }
}

static double cpu_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

struct made {
    struct memory account;
    struct contract_set set;
    const struct contract *contract;
    struct buffer text;
    double start;
};

static void made_begin(struct made *made, const char *head)
{
    *made = (struct made){ .start = cpu_seconds() };
    buffer_init(&made->text, &made->account);
    buffer_text(&made->text, head);
}

static void made_read(struct made *made)
{
    struct error err = { .kind = ERROR_NONE };

    contract_set_init(&made->set, &made->account, DOCUMENTS);
    made->contract = contract_read_text(&made->set, "hostile.yaml", buffer_slice(&made->text), &err);
    if (!made->contract)
        fail_msg("%s", err.text);
}

/* What takes seconds without sanitizers takes much longer with them: this finds what explodes. */
static void made_done(struct made *made)
{
    contract_set_done(&made->set);
    buffer_done(&made->text);
    assert_int_equal(made->account.used, 0);
    assert_true(cpu_seconds() - made->start < 20);
}

#define BODY                                                                                                 \
    "openapi: 3.1.0\npaths: {/a: {post: {requestBody: {content: {application/json: {schema: "                \
    "{$ref: '#/components/schemas/S0'}}}}}}}\ncomponents:\n  schemas:\n"

static const struct contract_schema *body_schema(const struct made *made)
{
    return made->contract->operations[0].contents[0].schema;
}

/* Each level holds the next twice: 2^60 ways. */
static void shared_parts_do_not_explode(void **state)
{
    static const char *const keywords[] = { "allOf", "anyOf", "oneOf" };

    for (unsigned k = 0; k < 3; k++) {
        struct contract_said said;
        struct slice names[4];
        struct made made;
        size_t members = 0;

        made_begin(&made, BODY);
        for (unsigned i = 0; i < 60; i++)
            buffer_printf(
                &made.text,
                "    S%u: {%s: [{$ref: '#/components/schemas/S%u'}, {$ref: '#/components/schemas/S%u'}],"
                " required: [p%u], properties: {p%u: {}, q%u: {}}}\n",
                i, keywords[k], i + 1, i + 1, i, i, i);
        buffer_text(&made.text, "    S60: {type: object}\n");
        made_read(&made);
        contract_member(body_schema(&made), SLICE("p59"), &said);
        assert_true(said.is_unknown);
        contract_types(body_schema(&made));
        contract_properties(body_schema(&made), count, &members);
        contract_required(body_schema(&made), NULL, names, 4);
        made_done(&made);
    }
}

static void everybody_refers_to_everybody(void **state)
{
    struct contract_said said;
    struct made made;
    size_t members = 0;

    made_begin(&made, BODY);
    for (unsigned i = 0; i < 80; i++) {
        buffer_printf(&made.text, "    S%u: {properties: {p%u: {}}, anyOf: [", i, i);
        for (unsigned j = 0; j < 80; j++)
            buffer_printf(&made.text, "{$ref: '#/components/schemas/S%u'},", j);
        buffer_text(&made.text, "]}\n");
    }
    made_read(&made);
    contract_member(body_schema(&made), SLICE("p79"), &said);
    contract_types(body_schema(&made));
    contract_properties(body_schema(&made), count, &members);
    made_done(&made);
}

static void many_members_are_listed(void **state)
{
    struct contract_said said;
    struct made made;
    size_t members = 0;

    made_begin(&made, BODY "    S0:\n      properties:\n");
    for (unsigned i = 0; i < 20000; i++)
        buffer_printf(&made.text, "        p%u: {}\n", i);
    buffer_text(&made.text, "      required:\n");
    for (unsigned i = 0; i < 20000; i++)
        buffer_printf(&made.text, "      - p%u\n", i);
    made_read(&made);
    contract_member(body_schema(&made), SLICE("p19999"), &said);
    assert_true(said.first && said.is_required);
    contract_properties(body_schema(&made), count, &members);
    assert_true(members > 100); /* not all: each is looked up among all that are required */
    made_done(&made);
}

static void many_parameters_are_merged(void **state)
{
    struct made made;

    made_begin(&made, "openapi: 3.0.0\npaths:\n  /a:\n    parameters:\n");
    for (unsigned i = 0; i < 3000; i++)
        buffer_printf(&made.text, "    - {name: p%u, in: query}\n", i);
    buffer_text(&made.text, "    get:\n      parameters:\n");
    for (unsigned i = 0; i < 3000; i++)
        buffer_printf(&made.text, "      - {name: p%u, in: query, required: true}\n", 2 * i);
    made_read(&made);
    assert_int_equal(made.contract->operations[0].parameter_count, 4500);
    made_done(&made);
}

/* Few bytes that ask for many operations with many parts. */
static void shared_path_items_are_read_once(void **state)
{
    struct made made;

    made_begin(&made, "openapi: 3.1.0\ncomponents:\n  pathItems:\n    A:\n      parameters:\n");
    for (unsigned i = 0; i < 1000; i++)
        buffer_printf(&made.text, "      - {name: p%u, in: query}\n", i);
    buffer_text(&made.text, "      get: {}\n      put: {}\n      post: {}\npaths:\n");
    for (unsigned i = 0; i < 5000; i++)
        buffer_printf(&made.text, "  /p%u: {$ref: '#/components/pathItems/A'}\n", i);
    made_read(&made);
    assert_int_equal(made.contract->operation_count, 15000);
    assert_int_equal(made.contract->operations[14999].parameter_count, 1000);
    assert_slice_equal(made.contract->operations[14999].path, "/p4999");
    assert_true(made.account.peak < (size_t)64 << 20);
    made_done(&made);
}

static void variables_of_servers_are_bounded(void **state)
{
    struct made made;

    made_begin(&made, "openapi: 3.1.0\nservers:\n- url: 'https://{a}.{b}.{c}.{d}.{e}/{f}'\n  variables:\n");
    for (char name = 'a'; name <= 'f'; name++)
        buffer_printf(&made.text,
                      "    %c: {default: '9', enum: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']}\n",
                      name);
    made_read(&made);
    assert_int_equal(made.contract->server_count, 64);
    assert_slice_equal(made.contract->servers[0].host, "9.9.9.9.9");
    made_done(&made);
}

/* Nothing recurses along references. */
static void long_ways_cost_no_stack(void **state)
{
    struct made made;

    made_begin(&made, BODY);
    for (unsigned i = 0; i < 20000; i++)
        buffer_printf(&made.text,
                      "    S%u: {properties: {n: {$ref: '#/components/schemas/S%u'}}, $ref: "
                      "'#/components/schemas/S%u'}\n",
                      i, i + 1, i + 1);
    buffer_text(&made.text, "    S20000: {type: object}\n");
    made_read(&made);
    made_done(&made);
    made_begin(&made, "openapi: 3.1.0\npaths:\n  /a: {post: {callbacks: {c: {$ref: "
                      "'#/components/callbacks/C0'}}}}\ncomponents:\n  callbacks:\n");
    for (unsigned i = 0; i < 5000; i++)
        buffer_printf(&made.text,
                      "    C%u: {x: {post: {callbacks: {c: {$ref: '#/components/callbacks/C%u'}}}}}\n", i,
                      (i + 1) % 5000);
    made_read(&made);
    assert_int_equal(made.contract->operation_count, 5001);
    made_done(&made);
}

static void wrong_shapes_are_read_past(void **state)
{
    static const char *const texts[] = {
        "{openapi: 3.1.0, info: [], servers: {}, paths: [], components: 7, security: {}, webhooks: x}",
        "{openapi: 3.1.0, paths: {/a: {get: {parameters: [1, null, {}, {name: 1, in: 2}, {name: a, in: path, "
        "schema: 3}], "
        "responses: {200: 1, 9: {}, abc: {}, 2xx: {content: {a: 1, b: {schema: x}}, headers: {h: null, g: "
        "{}}}}, "
        "requestBody: 4, security: [1, {a: 1}], tags: {}, callbacks: {c: 1, d: {e: 2}}, servers: [1, {}, "
        "{url: 5}]}, post: 1, put: []}, /b: null}}",
        "{openapi: 3.0.0, components: {schemas: {A: {type: 1, properties: [], required: true, allOf: {}, "
        "enum: 1, items: 1, "
        "discriminator: 1, additionalProperties: 3, minimum: x, maxLength: -1, pattern: 4, nullable: 1}, B: "
        "1, C: [], D: null}}}",
        "{swagger: '2.0', host: 1, schemes: 1, consumes: x, paths: {/a: {post: {parameters: [{in: body}, "
        "{in: formData}, "
        "{in: formData, name: a, type: 1}, {in: body, schema: 1}], responses: {200: {schema: 1}}}}}, "
        "definitions: 1, securityDefinitions: []}",
        "{info: {schema: postman}, item: [1, {}, {item: 1}, {request: 1}, {request: {url: 1}}, {request: "
        "{url: []}}, "
        "{request: {url: {host: {}, path: {}, query: {}, variable: 1}, header: 1, body: 1, auth: 1}, "
        "response: {}}, "
        "{request: {url: x, body: {mode: raw, raw: 1}, auth: {type: 1}}, response: [1, {code: x}, {code: "
        "200, body: 1, header: x}]}], variable: {}, auth: []}",
    };
    struct given given;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        given_text(&given, texts[i]);
        if (!given.contract)
            fail_msg("%s: %s", texts[i], given.err.text);
        walk(given.contract);
        given_done(&given);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused_memory_is_an_error),       cmocka_unit_test(shared_parts_do_not_explode),
        cmocka_unit_test(everybody_refers_to_everybody),    cmocka_unit_test(many_members_are_listed),
        cmocka_unit_test(many_parameters_are_merged),       cmocka_unit_test(shared_path_items_are_read_once),
        cmocka_unit_test(variables_of_servers_are_bounded), cmocka_unit_test(long_ways_cost_no_stack),
        cmocka_unit_test(wrong_shapes_are_read_past),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
