/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of a shop against goldens, and what must hold for every document. PLAINSIGHT_GOLDEN=update
 * writes the goldens anew; the reviewer reads the difference. */
#include "spec/openapi.h"

#include "spec/file.h"
#include "spec/shop.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static char *read_golden(struct build *build, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = arena_get_array(&build->arena, 1, 1 << 20);

    if (!file)
        return NULL;
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void is_golden(struct build *build, const char *name, const char *text)
{
    const char *path = arena_printf(&build->arena, "tests/golden/spec/%s", name).at, *mode = getenv("UPDATE");
    FILE *file;

    if (mode && !strcmp(mode, "1")) {
        file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
        assert_int_equal(fclose(file), 0);
        return;
    }
    assert_non_null(read_golden(build, path));
    assert_string_equal(text, read_golden(build, path));
}

static void documents_are_what_the_goldens_say(void **state)
{
    struct build build;

    shop_build(&build);
    is_golden(&build, "shop-31.json", build_write(&build, false, false, false));
    is_golden(&build, "shop-31.yaml", build_write(&build, false, true, false));
    is_golden(&build, "shop-30.json", build_write(&build, true, false, false));
    is_golden(&build, "shop-30.yaml", build_write(&build, true, true, false));
    is_golden(&build, "shop-31-clean.json", build_write(&build, false, false, true));
    is_golden(&build, "shop-31-clean.yaml", build_write(&build, false, true, true));
    build_done(&build);
}

static void the_same_knowledge_gives_the_same_bytes(void **state)
{
    struct build one, two;

    shop_build(&one);
    shop_build(&two);
    for (unsigned i = 0; i < 8; i++)
        assert_string_equal(build_write(&one, i & 1, i & 2, i & 4), build_write(&two, i & 1, i & 2, i & 4));
    build_done(&one);
    build_done(&two);
}

/* ---- what must hold */

static json_t *load(struct build *build, bool is_30, bool is_clean)
{
    json_error_t error;
    json_t *document = json_loads(build_write(build, is_30, false, is_clean), JSON_REJECT_DUPLICATES, &error);

    if (!document)
        fail_msg("line %d: %s", error.line, error.text);
    return document;
}

static json_t *at(json_t *node, const char *path)
{
    char key[256];

    while (node && *path) {
        size_t length = strcspn(path, " ");

        snprintf(key, sizeof key, "%.*s", (int)length, path);
        node = json_is_array(node) ? json_array_get(node, (size_t)strtoul(key, NULL, 10))
                                   : json_object_get(node, key);
        path += length + (path[length] == ' ');
    }
    return node;
}

/* true when a `$ref` leads nowhere or an x-plainsight stands somewhere. */
static bool finds(json_t *document, json_t *node, bool refs)
{
    const char *key;
    json_t *value;
    size_t index;

    json_object_foreach(node, key, value)
    {
        if (refs && !strcmp(key, "$ref") && json_is_string(value)) {
            const char *name = json_string_value(value) + strlen("#/components/schemas/");

            if (!json_object_get(at(document, "components schemas"), name))
                return true;
        }
        if ((!refs && !strcmp(key, "x-plainsight")) || finds(document, value, refs))
            return true;
    }
    json_array_foreach(node, index, value)
    {
        if (finds(document, value, refs))
            return true;
    }
    return false;
}

static void every_reference_leads_somewhere(void **state)
{
    struct build build;

    shop_build(&build);
    for (unsigned is_30 = 0; is_30 < 2; is_30++) {
        json_t *document = load(&build, is_30, false);

        assert_true(json_object_size(at(document, "components schemas")) > 2);
        assert_false(finds(document, document, true));
        json_decref(document);
    }
    build_done(&build);
}

static void clean_documents_hold_no_figures(void **state)
{
    struct build build;
    json_t *document;

    shop_build(&build);
    document = load(&build, false, true);
    assert_false(finds(document, document, false));
    assert_string_equal(json_string_value(at(document, "info description")),
                        "Reconstructed by Plainsight from observed traffic.");
    json_decref(document);
    document = load(&build, false, false);
    assert_true(finds(document, document, false));
    json_decref(document);
    build_done(&build);
}

static void every_path_parameter_is_defined_once(void **state)
{
    struct build build;
    json_t *document, *item, *operation, *parameters;
    const char *path, *method;

    shop_build(&build);
    document = load(&build, false, true);
    json_object_foreach(at(document, "paths"), path, item)
    {
        json_object_foreach(item, method, operation)
        {
            size_t braces = 0, defined = 0;

            for (const char *c = path; *c; c++)
                braces += *c == '{';
            parameters = json_object_get(operation, "parameters");
            for (size_t i = 0; i < json_array_size(parameters); i++) {
                json_t *parameter = json_array_get(parameters, i);
                char placeholder[64];

                if (strcmp(json_string_value(json_object_get(parameter, "in")), "path") != 0)
                    continue;
                snprintf(placeholder, sizeof placeholder, "{%s}",
                         json_string_value(json_object_get(parameter, "name")));
                assert_non_null(strstr(path, placeholder));
                assert_true(json_is_true(json_object_get(parameter, "required")));
                defined++;
            }
            assert_int_equal(braces, defined);
        }
    }
    json_decref(document);
    build_done(&build);
}

static void templates_that_differ_by_names_only_are_one(void **state)
{
    struct build build;
    json_t *document;

    shop_build(&build);
    document = load(&build, false, true);
    assert_null(at(document, "paths /v1/users/{id}"));
    assert_string_equal(json_string_value(at(document, "paths /v1/users/{userId} delete parameters 0 name")),
                        "userId");
    json_decref(document);
    build_done(&build);
}

static void types_say_what_was_seen(void **state)
{
    static const struct {
        const char *bodies, *schema_31, *schema_30;
    } cases[] = {
        { "1\n2", "{'type':'integer'}", "{'type':'integer'}" },
        { "1\n2.5", "{'type':'number'}", "{'type':'number'}" },
        { "5000000000", "{'type':'integer','format':'int64'}", "{'type':'integer','format':'int64'}" },
        { "null", "{'type':'null'}", "{'nullable':true}" },
        { "1\nnull", "{'type':['integer','null']}", "{'type':'integer','nullable':true}" },
        { "true\n1", "{'type':['integer','boolean']}", "{'oneOf':[{'type':'integer'},{'type':'boolean'}]}" },
        { "[]", "{'type':'array','items':{}}", "{'type':'array','items':{}}" },
        { "{}", "{'type':'object'}", "{'type':'object'}" },
        { "[1]\n[null]\nnull", "{'type':['array','null'],'items':{'type':['integer','null']}}",
          "{'type':'array','items':{'type':'integer','nullable':true},'nullable':true}" },
        { "{\"a\":1}\n[1]",
          "{'oneOf':[{'type':'object','required':['a'],'properties':{'a':{'type':'integer'}}},"
          "{'type':'array','items':{'type':'integer'}}]}",
          "{'oneOf':[{'type':'object','required':['a'],'properties':{'a':{'type':'integer'}}},"
          "{'type':'array','items':{'type':'integer'}}]}" },
        { "{\"a\":1}\n{\"b\":true}\nnull",
          "{'type':['object','null'],'properties':{'a':{'type':'integer'},'b':{'type':'boolean'}}}",
          "{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'boolean'}},'nullable':true}" },
        { "true\n[]\nnull", "{'oneOf':[{'type':'boolean'},{'type':'array','items':{}},{'type':'null'}]}",
          "{'oneOf':[{'type':'boolean'},{'type':'array','items':{}},{'type':'object','nullable':true,'enum':["
          "null]}]}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned is_30 = 0; is_30 < 2; is_30++) {
            char expected[512];
            struct build build;
            json_t *document, *schema;

            snprintf(expected, sizeof expected, "%s", is_30 ? cases[i].schema_30 : cases[i].schema_31);
            for (char *c = expected; *c; c++)
                *c = *c == '\'' ? '"' : *c;
            build_init(&build, "a");
            build_json(&build, build_endpoint(&build, "GET", "/x", 1), 200, cases[i].bodies);
            document = load(&build, is_30, true);
            schema = json_loads(expected, JSON_DECODE_ANY, NULL);
            assert_non_null(schema);
            if (!json_equal(schema,
                            at(document, "paths /x get responses 200 content application/json schema")))
                fail_msg("%s: %s", cases[i].bodies, build_write(&build, is_30, false, true));
            json_decref(schema);
            json_decref(document);
            build_done(&build);
        }
    }
}

static void a_closed_set_becomes_an_enum_that_allows_the_null_it_saw(void **state)
{
    char bodies[4096] = "";
    struct build build;
    json_t *document, *schema;

    for (unsigned i = 0; i < 60; i++)
        strcat(bodies, i % 3 == 0   ? "{\"state\":\"open\"}\n"
                       : i % 3 == 1 ? "{\"state\":\"closed\"}\n"
                                    : "{\"state\":null}\n");
    build_init(&build, "a");
    build_json(&build, build_endpoint(&build, "GET", "/x", 60), 200, bodies);
    document = load(&build, false, true);
    schema = at(document, "paths /x get responses 200 content application/json schema properties state");
    assert_int_equal(json_array_size(at(schema, "enum")), 3);
    assert_string_equal(json_string_value(at(schema, "enum 0")), "closed");
    assert_string_equal(json_string_value(at(schema, "enum 1")), "open");
    assert_true(json_is_null(at(schema, "enum 2")));
    json_decref(document);
    build_done(&build);
}

static void what_belongs_to_somebody_is_never_printed(void **state)
{
    char bodies[8192] = "";
    struct build build;

    /* Few and often: the shape of a closed set. */
    for (unsigned i = 0; i < 60; i++)
        strcat(bodies, i & 1 ? "{\"who\":\"ann.miller@example.com\",\"password\":\"tr0ub4dor\",\"card\":{"
                               "\"cvv\":\"731\"}}\n"
                             : "{\"who\":\"bob.miller@example.com\",\"password\":\"rotated\",\"card\":{"
                               "\"cvv\":\"737\"}}\n");
    build_init(&build, "a");
    build_json(&build, build_endpoint(&build, "GET", "/x", 60), 200, bodies);
    build_parameter(&build, &build.endpoints[0], PLACE_QUERY, "token", "s3cr3t-s3cr3t-1 s3cr3t-s3cr3t-2");
    for (unsigned i = 0; i < 8; i++) {
        const char *text = build_write(&build, i & 1, i & 2, i & 4);

        assert_null(strstr(text, "miller"));
        assert_null(strstr(text, "s3cr3t"));
        assert_null(strstr(text, "tr0ub4dor"));
        assert_null(strstr(text, "t***")); /* not even masked */
        assert_null(strstr(text, "737"));
    }
    build_done(&build);
}

static void keys_that_readers_misread_are_patterns(void **state)
{
    struct build build;
    json_t *document, *schema;

    build_init(&build, "a");
    build_json(&build, build_endpoint(&build, "GET", "/x", 1), 200, "{\"$ref\":1,\"__proto__\":2,\"a\":3}");
    for (unsigned is_30 = 0; is_30 < 2; is_30++) {
        document = load(&build, is_30, true);
        schema = at(document, "paths /x get responses 200 content application/json schema");
        assert_int_equal(json_object_size(at(schema, "properties")), 1);
        assert_int_equal(json_array_size(at(schema, "required")), 3);
        assert_int_equal(json_object_size(at(schema, "patternProperties")), is_30 ? 0 : 2);
        json_decref(document);
    }
    build_done(&build);
}

/* ---- names of components */

static void only_what_is_an_error_mostly_is_called_one(void **state)
{
    static const char *const paths[] = { "/order", "/user", "/cart" };
    struct build build;
    json_t *document;

    build_init(&build, "a");
    for (size_t i = 0; i < 3; i++) {
        struct endpoint *endpoint = build_endpoint(&build, "GET", paths[i], 3);

        build_json(&build, endpoint, 200, "{\"id\":1,\"name\":\"a\"}");
        build_json(&build, endpoint, 404, "{\"code\":1,\"message\":\"a\"}");
        if (i < 2)
            build_json(&build, endpoint, 500, "{\"id\":1,\"name\":\"a\"}");
    }
    document = load(&build, false, true);
    assert_string_equal(json_string_value(at(document, "paths /cart get responses 404 content "
                                                       "application/json schema $ref")),
                        "#/components/schemas/Error");
    assert_non_null(at(document, "components schemas Cart"));
    json_decref(document);
    build_done(&build);
}

/* ---- recursion */

static json_t *schema_of(struct build *build, const char *bodies)
{
    build_init(build, "a");
    build_json(build, build_endpoint(build, "GET", "/nodes", 1), 200, bodies);
    return load(build, false, true);
}

static void an_object_that_holds_its_kind_refers_to_itself(void **state)
{
    struct build build;
    json_t *document =
        schema_of(&build, "{\"id\":1,\"kids\":[{\"id\":2,\"kids\":[{\"id\":3,\"kids\":[]}]}]}");

    assert_string_equal(json_string_value(at(document, "components schemas Node properties kids items $ref")),
                        "#/components/schemas/Node");
    assert_string_equal(json_string_value(at(
                            document, "paths /nodes get responses 200 content application/json schema $ref")),
                        "#/components/schemas/Node");
    assert_int_equal(json_object_size(at(document, "components schemas")), 1);
    json_decref(document);
    build_done(&build);
}

static void what_only_some_of_a_kind_have_is_not_required(void **state)
{
    struct build build;
    json_t *document =
        schema_of(&build, "{\"id\":1,\"name\":\"a\",\"big\":true,\"kid\":{\"id\":2,\"name\":\"b\","
                          "\"kid\":{\"id\":3,\"name\":null,\"kid\":null}}}");
    json_t *node = at(document, "components schemas Node");

    assert_int_equal(json_array_size(at(node, "required")), 3);
    assert_string_equal(json_string_value(at(node, "properties name type 1")), "null");
    assert_string_equal(json_string_value(at(node, "properties kid oneOf 0 $ref")),
                        "#/components/schemas/Node");
    json_decref(document);
    build_done(&build);
}

static void looking_alike_is_not_being_of_a_kind(void **state)
{
    struct build build;
    json_t *document = schema_of(&build, "{\"id\":1,\"name\":\"a\",\"owner\":{\"id\":2,\"name\":\"b\"}}");

    assert_null(at(document, "components schemas"));
    json_decref(document);
    build_done(&build);
    document = schema_of(&build, "{\"id\":1,\"next\":{\"id\":\"x\",\"next\":null}}");
    assert_null(at(document, "components schemas"));
    json_decref(document);
    build_done(&build);
}

static void a_reference_to_its_like_is_not_its_like(void **state)
{
    struct build build;
    json_t *document =
        schema_of(&build, "{\"data\":{\"id\":1,\"type\":\"a\",\"links\":{},\"parent\":{\"data\":"
                          "{\"id\":2,\"type\":\"a\"}}}}");

    assert_null(at(document, "components schemas"));
    json_decref(document);
    build_done(&build);
    document =
        schema_of(&build, "{\"user\":{\"id\":1,\"name\":\"a\",\"email\":\"b\",\"city\":\"c\",\"manager\":"
                          "{\"since\":1,\"user\":{\"id\":2,\"name\":\"x\"}}}}");
    assert_null(at(document, "components schemas"));
    json_decref(document);
    build_done(&build);
}

static void kinds_are_found_below_other_objects(void **state)
{
    struct build build;
    json_t *document = schema_of(
        &build, "{\"page\":1,\"data\":{\"root\":{\"a\":1,\"b\":2,\"sub\":{\"a\":1,\"b\":2,\"sub\":{\"a\":3,"
                "\"b\":4}}}}}");

    assert_string_equal(json_string_value(at(document, "components schemas Root properties sub $ref")),
                        "#/components/schemas/Root");
    json_decref(document);
    build_done(&build);
}

/* ---- security */

static void optional_credentials_show_as_optional(void **state)
{
    struct build build;
    const struct security_scheme *scheme;
    struct endpoint *endpoint;
    json_t *document;

    build_init(&build, "a");
    scheme = build_scheme(&build, "basicAuth", SECURITY_BASIC, PLACE_HEADER, "");
    endpoint = build_endpoint(&build, "GET", "/open", 3);
    build_secure(&build, endpoint, scheme, 2);
    endpoint->anonymous_accepted = 1;
    endpoint = build_endpoint(&build, "GET", "/closed", 3);
    build_secure(&build, endpoint, scheme, 3);
    endpoint->security_required = true;
    endpoint = build_endpoint(&build, "GET", "/refused", 3);
    build_secure(&build, endpoint, scheme, 0);
    endpoint->anonymous_accepted = 3;
    document = load(&build, false, true);
    assert_int_equal(json_array_size(at(document, "paths /open get security")), 2);
    assert_int_equal(json_object_size(at(document, "paths /open get security 1")), 0);
    assert_int_equal(json_array_size(at(document, "paths /closed get security")), 1);
    assert_non_null(at(document, "paths /closed get security 0 basicAuth"));
    assert_null(at(document, "paths /refused get security"));
    json_decref(document);
    build_done(&build);
}

static void refused_memory_is_an_error_and_nothing_leaks(void **state)
{
    struct spec_options options = { .is_yaml = true };
    struct build build;
    uint64_t calls = 0;

    shop_build(&build);
    for (uint64_t fail_at = 0, step = 1; fail_at == 0 || fail_at < calls; fail_at += step) {
        struct memory memory = { .fail_at = fail_at };
        struct error err = { 0 };
        struct buffer out;
        bool whole;

        buffer_init(&out, &memory);
        whole = spec_openapi(&build.service, &options, &memory, &out, &err);
        assert_true(whole == (fail_at == 0));
        assert_int_equal(err.kind, whole ? ERROR_NONE : ERROR_MEMORY);
        if (whole)
            calls = memory.calls;
        buffer_done(&out);
        assert_int_equal(memory.used, 0);
        step = calls / 400 + 1;
    }
    build_done(&build);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_what_the_goldens_say),
        cmocka_unit_test(the_same_knowledge_gives_the_same_bytes),
        cmocka_unit_test(every_reference_leads_somewhere),
        cmocka_unit_test(clean_documents_hold_no_figures),
        cmocka_unit_test(every_path_parameter_is_defined_once),
        cmocka_unit_test(templates_that_differ_by_names_only_are_one),
        cmocka_unit_test(types_say_what_was_seen),
        cmocka_unit_test(a_closed_set_becomes_an_enum_that_allows_the_null_it_saw),
        cmocka_unit_test(what_belongs_to_somebody_is_never_printed),
        cmocka_unit_test(keys_that_readers_misread_are_patterns),
        cmocka_unit_test(only_what_is_an_error_mostly_is_called_one),
        cmocka_unit_test(an_object_that_holds_its_kind_refers_to_itself),
        cmocka_unit_test(what_only_some_of_a_kind_have_is_not_required),
        cmocka_unit_test(looking_alike_is_not_being_of_a_kind),
        cmocka_unit_test(a_reference_to_its_like_is_not_its_like),
        cmocka_unit_test(kinds_are_found_below_other_objects),
        cmocka_unit_test(optional_credentials_show_as_optional),
        cmocka_unit_test(refused_memory_is_an_error_and_nothing_leaks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
