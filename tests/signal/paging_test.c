/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/read.h"

#include <stdio.h>

static const char *list_of(unsigned count, const char *head, const char *tail)
{
    static char text[1 << 16];
    size_t len = (size_t)snprintf(text, sizeof text, "%s", head);

    for (unsigned i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s{\"a\":[1,2]}", i ? "," : "");
    snprintf(text + len, sizeof text - len, "%s", tail);
    return text;
}

static struct shown listed(const char *target, const char *answer)
{
    return (struct shown){ .target = target, .answer = answer };
}

static void a_large_limit_that_is_followed_is_told(void **state)
{
    assert_told(listed("/v1/a?limit=5000", list_of(2345, "[", "]")),
                "limit_honoured limit 5000 brought 2300 items");
    assert_told(listed("/v1/a?q=x&per_page=100000", list_of(1500, "{\"total\":9,\"items\":[", "]}")),
                "limit_honoured per_page 100000 brought 1500 items");
}

static void a_limit_that_holds_is_not(void **state)
{
    assert_nothing_told(listed("/v1/a?limit=5000", list_of(100, "[", "]")), FACT_limit_honoured);
    assert_nothing_told(listed("/v1/a?limit=100", list_of(1500, "[", "]")), FACT_limit_honoured);
    assert_nothing_told(listed("/v1/a?since=50000", list_of(1500, "[", "]")), FACT_limit_honoured);
    assert_nothing_told(listed("/v1/a?limit=50000", list_of(0, "[", "]")), FACT_limit_honoured);
}

static void an_answer_that_repeats_the_limit_took_it(void **state)
{
    assert_told(listed("/v1/a?limit=1000000", "{\"limit\": 1000000, \"items\": []}"),
                "limit_honoured limit 1000000 was taken as it came");
    assert_nothing_told(listed("/v1/a?limit=1000000", "{\"limit\": 100, \"next\": \"/v1/a?limit=1000000\"}"),
                        FACT_limit_honoured);
    assert_nothing_told(listed("/v1/a?limit=100000", "{\"total\": 1000001, \"items\": []}"),
                        FACT_limit_honoured);
}

static void texts_with_brackets_and_commas_are_one_item(void **state)
{
    assert_nothing_told(listed("/v1/a?limit=50000", list_of(200, "[\"a,],\\\",[\",", ",\",,,,,,,,,,,\"]")),
                        FACT_limit_honoured);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_large_limit_that_is_followed_is_told),
        cmocka_unit_test(a_limit_that_holds_is_not),
        cmocka_unit_test(an_answer_that_repeats_the_limit_took_it),
        cmocka_unit_test(texts_with_brackets_and_commas_are_one_item),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
