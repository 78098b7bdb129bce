/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/read.h"

#include <stdio.h>

#define FORM "Content-Type: application/x-www-form-urlencoded"

static void trace_is_told_when_it_shows_the_request(void **state)
{
    struct shown shown = { .method = "TRACE", .answered = "Content-Type: message/http", .is_noise = true };

    assert_told(shown, "trace_echoed TRACE");
    shown.answered = "Content-Type: text/plain";
    assert_nothing_told(shown, FACT_trace_echoed);
    shown.answer = "TRACE / HTTP/1.1";
    assert_told(shown, "trace_echoed TRACE");
    shown.status = 405;
    assert_nothing_told(shown, FACT_trace_echoed);
}

static void a_method_that_stands_for_another_is_told_with_its_answer(void **state)
{
    assert_told((struct shown){ .method = "POST", .asked = "X-HTTP-Method-Override: delete", .status = 204 },
                "verb_tunnelled DELETE by X-HTTP-Method-Override, 204");
    assert_told((struct shown){ .target = "/a?b=c&_method=PATCH" }, "verb_tunnelled PATCH by _method, 200");
    assert_told((struct shown){ .method = "POST", .asked = FORM, .body = "a=b&_method=put" },
                "verb_tunnelled PUT by _method, 200");
    assert_nothing_told((struct shown){ .method = "POST", .asked = "X-HTTP-Method-Override: GET" },
                        FACT_verb_tunnelled);
    assert_nothing_told((struct shown){ .method = "POST", .asked = "X-HTTP-Method-Override: POST" },
                        FACT_verb_tunnelled);
    assert_nothing_told(
        (struct shown){ .method = "POST", .asked = "X-HTTP-Method-Override: DELETE", .status = 403 },
        FACT_verb_tunnelled);
}

/* One caller is known again, and nothing else of it. */
static void a_refused_method_is_told_with_the_shape_of_the_path(void **state)
{
    const char *story = signal_story((struct shown){ .method = "DELETE", .target = "/a/1" });
    char used[64], wanted[128];

    assert_int_equal(sscanf(story, "method_used %63[^\n]", used), 1);
    snprintf(wanted, sizeof wanted, "method_refused %s /v1/orders/*/notes", used);
    assert_told(
        (struct shown){
            .method = "DELETE", .target = "/v1/orders/17/notes", .status = 405, .is_noise = true },
        wanted);
    snprintf(wanted, sizeof wanted, "method_refused %s /users/*", used);
    assert_told(
        (struct shown){
            .method = "DELETE", .target = "/users/anna@mail.test", .status = 501, .is_noise = true },
        wanted);
}

static void a_redirect_to_the_host_in_the_query_is_told(void **state)
{
    assert_told((struct shown){ .target = "/go?next=https%3A%2F%2Fevil.net%2Fa",
                                .status = 302,
                                .answered = "Location: https://evil.net/a" },
                "redirect_taken next to evil.net");
    assert_told(
        (struct shown){ .target = "/go?next=//evil.net", .status = 301, .answered = "Location: //evil.net" },
        "redirect_taken next to evil.net");
    assert_nothing_told((struct shown){ .target = "/go?next=https://api.example.com/a",
                                        .status = 302,
                                        .answered = "Location: https://api.example.com/a" },
                        FACT_redirect_taken);
    assert_nothing_told(
        (struct shown){ .target = "/go?next=/a", .status = 302, .answered = "Location: https://login.net/" },
        FACT_redirect_taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_is_told_when_it_shows_the_request),
        cmocka_unit_test(a_method_that_stands_for_another_is_told_with_its_answer),
        cmocka_unit_test(a_refused_method_is_told_with_the_shape_of_the_path),
        cmocka_unit_test(a_redirect_to_the_host_in_the_query_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
