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

/* "METHOD caller path" of the one fact that is told. */
static const char *refusal(const char *target)
{
    return strchr(
        signal_story((struct shown){ .method = "DELETE", .target = target, .status = 405, .is_noise = true }),
        ' ');
}

/* One caller and the shape of a path are known again, and nothing else of them. */
static void a_refused_method_is_told_by_hashes(void **state)
{
    char first[128], used[128];

    snprintf(first, sizeof first, "%s", refusal("/users/17/notes"));
    assert_string_equal(refusal("/users/18/notes"), first);
    assert_string_not_equal(refusal("/users/18/orders"), first);
    assert_null(strstr(first, "users"));
    snprintf(used, sizeof used, "%s",
             strchr(signal_story((struct shown){ .method = "DELETE", .target = "/a/1" }), ' '));
    used[strcspn(used, "\n")] = '\0';
    assert_memory_equal(first, used, strlen(used));
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
        cmocka_unit_test(a_refused_method_is_told_by_hashes),
        cmocka_unit_test(a_redirect_to_the_host_in_the_query_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
