/* SPDX-License-Identifier: Apache-2.0 */
/* Statuses, content types and request bodies. */
#include "drift/story.h"

#include <stdio.h>

#define STATUSES(codes) PROMISES "  /a:\n    get: {responses: {" codes "}}\n"
#define POST(body) PROMISES "  /a:\n    post: {requestBody: {" body "}, " OK "}\n"
#define FORM "(Content-Type: application/x-www-form-urlencoded) "

static void a_status_nobody_documented_is_one_row(void **state)
{
    struct story story;

    story_open(&story, STATUSES("200: " ANYTHING));
    story_tell(&story, "20x GET /a -> 200 {}\n3x GET /a -> 418 {}");
    assert_drift(&story, "undocumented_status GET /a response 418");
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_STATUS)->support.count, 3);
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_STATUS)->of, 23);
    assert_true(story_row(&story, DRIFT_UNDOCUMENTED_STATUS)->is_place_to_add);
    assert_int_equal(story_row(&story, DRIFT_UNDOCUMENTED_STATUS)->at.line, 6);
    story_close(&story);
}

static void ranges_and_default_speak_for_statuses(void **state)
{
    assert_story(STATUSES("2XX: " ANYTHING), "20x GET /a -> 200 {}\n3x GET /a -> 206 {}", "");
    assert_story(STATUSES("2XX: " ANYTHING), "20x GET /a -> 200 {}\n3x GET /a -> 400 {}",
                 "undocumented_status GET /a response 400");
    assert_story(STATUSES("default: " ANYTHING), "20x GET /a -> 200 {}\n3x GET /a -> 500 {}", "");
}

static void the_answer_of_a_cache_need_not_be_documented(void **state)
{
    assert_story(STATUSES("200: " ANYTHING), "20x GET /a -> 200 {}\n3x GET /a (If-None-Match: a) -> 304", "");
}

static void a_status_is_dead_after_a_thousand_answers_and_a_week(void **state)
{
    struct story story;

    story_open(&story,
               STATUSES("200: " ANYTHING ", 404: " ANYTHING ", 503: " ANYTHING ", default: " ANYTHING));
    story_tell(&story, "998x GET /a -> 200 {}");
    story_wait(&story, 8);
    story_tell(&story, "GET /a -> 200 {}");
    assert_drift(&story, "");
    story_tell(&story, "GET /a -> 200 {}");
    assert_drift(&story, "unobserved_status GET /a response 404");
    story_tell(&story, "GET /a -> 404 {}");
    assert_drift(&story, "");
    story_close(&story);
}

static void a_content_type_nobody_documented_is_one_row(void **state)
{
    assert_story(
        STATUSES("200: " ANYTHING), "20x GET /a -> 200 {}\n3x GET /a -> 200 (Content-Type: text/csv) a,b",
        "undocumented_response_media_type GET /a response:200 text/csv: application/json -> text/csv");
    assert_story(POST("content: {application/json: {}}"),
                 "20x POST /a {} -> 200 {}\n3x POST /a (Content-Type: text/csv) a,b -> 200 {}",
                 "undocumented_request_media_type POST /a request text/csv: application/json -> text/csv");
}

static void ranges_and_suffixes_speak_for_content_types(void **state)
{
    static const struct {
        const char *promised, *seen;
        bool fits;
    } cases[] = {
        { "application/json; charset=utf-8", "application/json", true },
        { "application/json", "Application/JSON; charset=utf-8", true },
        { "text/*", "text/csv", true },
        { "'*/*'", "application/pdf", true },
        { "application/*", "text/csv", false },
        { "application/problem+json", "application/problem+json", true },
        { "application/problem+json", "application/json", false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char document[1000], lines[200];
        struct story story;

        snprintf(document, sizeof document, STATUSES("200: {description: d, content: {%s: {}}}"),
                 cases[i].promised);
        snprintf(lines, sizeof lines, "20x GET /a -> 200 (Content-Type: %s) {\"a\":#}", cases[i].seen);
        story_open(&story, document);
        story_tell(&story, lines);
        if (story_drift(&story)->row_count != !cases[i].fits)
            fail_msg("%s promised, %s seen: %zu rows", cases[i].promised, cases[i].seen,
                     story_drift(&story)->row_count);
        story_close(&story);
    }
}

static void an_error_of_which_no_content_is_documented_may_have_any(void **state)
{
    assert_story(STATUSES("200: " ANYTHING ", 400: {description: bad}"),
                 "20x GET /a -> 200 {}\n3x GET /a -> 400 {\"error\":1}", "");
    assert_story(
        STATUSES("200: {description: d}"), "20x GET /a -> 200 {\"a\":#}",
        "undocumented_response_media_type GET /a response:200 application/json: -> application/json");
}

static void a_required_body_left_out_and_accepted_is_one_row(void **state)
{
    static const char document[] =
        PROMISES "  /a:\n    post: {requestBody: {required: true, content: {application/json: {}}}, "
                 "responses: {200: " ANYTHING ", 400: " ANYTHING "}}\n";

    assert_story(document, "20x POST /a {} -> 200 {}\n3x POST /a -> 200 {}",
                 "missing_required_body POST /a request: required ->");
    assert_story(document, "20x POST /a {} -> 200 {}\n3x POST /a -> 400 {}", "");
    assert_story(POST("content: {application/json: {}}"), "20x POST /a {} -> 200 {}\n3x POST /a -> 200 {}",
                 "");
}

static void fields_of_forms_are_held_against_the_schema(void **state)
{
    static const char document[] =
        POST("content: {application/x-www-form-urlencoded: {schema: {type: object, required: [name], "
             "properties: {name: {type: string}, age: {type: integer}}}}}");

    assert_story(document, "20x POST /a " FORM "name=x#&age=# -> 200 {}", "");
    assert_story(document, "20x POST /a " FORM "name=x#&age=old&size=3 -> 200 {}",
                 "type_mismatch POST /a request /age: integer -> string\n"
                 "undocumented_request_field POST /a request /size");
    assert_story(document, "20x POST /a " FORM "name=x#&age=# -> 200 {}\n2x POST /a " FORM "age=# -> 200 {}",
                 "missing_required_field POST /a request /name: required -> left out");
}

static void forms_send_lists_and_objects_in_pieces(void **state)
{
    static const char document[] = POST("content: {application/x-www-form-urlencoded: {schema: {type: "
                                        "object, required: [tags, price], properties: "
                                        "{tags: {type: array, items: {type: string}}, price: {type: object, "
                                        "properties: {amount: {type: integer}}}, 'raw[]': {}}}}}");

    assert_story(document, "20x POST /a " FORM "tags[]=a&tags[]=b&price[amount]=# -> 200 {}", "");
    assert_story(document, "20x POST /a " FORM "tags=a&price[amount]=1&price[unit]=EUR&raw[]=1 -> 200 {}",
                 "");
    assert_story(document, "20x POST /a " FORM "tags[]=a&price[amount]=#&owner[name]=b -> 200 {}",
                 "undocumented_request_field POST /a request /owner[name]");
    assert_story(document, "20x POST /a " FORM "tags[]=a -> 200 {}",
                 "missing_required_field POST /a request /price: required -> left out");
}

static void fields_of_multipart_bodies_are_held_against_the_schema(void **state)
{
    static const char document[] = POST("content: {multipart/form-data: {schema: {type: object, properties: "
                                        "{file: {type: string, format: binary}, note: {type: string}}}}}");
    static const char head[] = "Content-Type: multipart/form-data; boundary=XX";
    struct story story;

    story_open(&story, document);
    for (int i = 0; i < 20; i++)
        story_ask(&story,
                  (struct ask){
                      .method = "POST",
                      .scheme = "https",
                      .target = "/a",
                      .headers = head,
                      .answer = "{}",
                      .body =
                          "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
                          "Content-Type: image/png\r\n\r\nPNG\r\n"
                          "--XX\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n3\r\n--XX--\r\n" });
    assert_drift(&story, "undocumented_request_field POST /a request /size");
    story_close(&story);
}

static void a_body_where_none_is_documented_is_one_row(void **state)
{
    assert_story(PROMISES "  /a:\n    post: {" OK "}\n", "20x POST /a {\"a\":#} -> 200 {}",
                 "undocumented_request_media_type POST /a request application/json: -> application/json");
    assert_story(PROMISES "  /a:\n    post: {responses: {200: " ANYTHING ", 400: " ANYTHING "}}\n",
                 "20x POST /a -> 200 {}\n3x POST /a {\"a\":#} -> 400 {}", "");
}

static void swagger_says_the_same_in_other_words(void **state)
{
    static const char document[] =
        "swagger: '2.0'\ninfo: {title: Story, version: '1'}\nhost: " TRAFFIC_HOST
        "\nbasePath: /v1\nschemes: [https]\n"
        "consumes: [application/json]\nproduces: [application/json]\npaths:\n  /a:\n    post:\n"
        "      parameters: [{in: body, name: body, required: true, schema: {type: object, properties: {n: "
        "{type: integer}}}}]\n"
        "      responses: {200: {description: d, schema: {type: object, properties: {ok: {type: "
        "boolean}}}}}\n";

    assert_story(document, "20x POST /v1/a {\"n\":#} -> 200 {\"ok\":true}", "");
    assert_story(document, "20x POST /v1/a {\"n\":\"x#\",\"m\":1} -> 200 {\"ok\":1}",
                 "type_mismatch POST /v1/a request /n: integer -> string\n"
                 "type_mismatch POST /v1/a response:200 /ok: boolean -> integer\n"
                 "undocumented_request_field POST /v1/a request /m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_status_nobody_documented_is_one_row),
        cmocka_unit_test(ranges_and_default_speak_for_statuses),
        cmocka_unit_test(the_answer_of_a_cache_need_not_be_documented),
        cmocka_unit_test(a_status_is_dead_after_a_thousand_answers_and_a_week),
        cmocka_unit_test(a_content_type_nobody_documented_is_one_row),
        cmocka_unit_test(ranges_and_suffixes_speak_for_content_types),
        cmocka_unit_test(an_error_of_which_no_content_is_documented_may_have_any),
        cmocka_unit_test(a_required_body_left_out_and_accepted_is_one_row),
        cmocka_unit_test(fields_of_forms_are_held_against_the_schema),
        cmocka_unit_test(forms_send_lists_and_objects_in_pieces),
        cmocka_unit_test(fields_of_multipart_bodies_are_held_against_the_schema),
        cmocka_unit_test(a_body_where_none_is_documented_is_one_row),
        cmocka_unit_test(swagger_says_the_same_in_other_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
