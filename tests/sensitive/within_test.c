/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/sensitive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void classes_are_found_inside_texts(void **state)
{
    static const struct {
        enum data_class class;
        const char *text;
    } cases[] = {
        { DATA_payment_card, "Customer paid with 4111 1111 1111 1111, exp 12/26" },
        { DATA_payment_card, "card=4111111111111111;ok" },
        { DATA_email, "Please write to anna.smith@example.com." },
        { DATA_email, "Anna Smith <anna@example.com>" },
        { DATA_iban, "Transfer to DE89 3704 0044 0532 0130 00 until Friday" },
        { DATA_us_ssn, "SSN on file: 219-09-9999 (verified)" },
        { DATA_phone, "Call me at +49 30 1234567 tomorrow" },
        { DATA_phone, "Reach us: (212) 555-0187, any time" },
        { DATA_access_token, "https://example.com/reset?access_token=8f14e45fceea167a" },
        { DATA_password, "login failed for bob password=hunter22 from web" },
        { DATA_api_key, "GET /v1/items?api_key=a81bc81bdead4e5d" },
        { DATA_cloud_key, "export AWS_ACCESS_KEY_ID=AK"
                          "IAIOSFODNN7EXAMPLE now" },
        { DATA_jwt, "https://example.com/"
                    "?t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1g" },
        { DATA_connection_string, "could not connect to postgres://app:s3cret99@db:5432/shop in time" },
        { DATA_cloud_key,
          "DefaultEndpointsProtocol=https;x;AccountKey=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9v" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        class_set found = sensitive_value(NULL, slice_of(cases[i].text));

        if (!(found & CLASS_BIT(cases[i].class)) || !(found & CLASS_WITHIN))
            fail_msg("%s stands in \"%s\"", data_class_row(cases[i].class)->name, cases[i].text);
    }
}

static void ordinary_texts_hold_nothing(void **state)
{
    static const char *const texts[] = {
        "Order 4111111111111112 was shipped on 2024-01-02",
        "Meeting at 10:30 in room 12, bring 3 copies of report 2024-00017",
        "https://example.com/search?q=shoes&page=2&key=name&token=none",
        "password: required",
        "The token field is required; key=value pairs are ignored",
        "Version 1.2.3.4 released (build 20240102.1)",
        "see issue #123-45-678 and PR 219-09-99991",
        "@babel/core@7.23.0 depends on @types/node@20.1.0",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "IT45 R545 8443 9823 1864 5768 835",
        "urn:uuid:550e8400-e29b-41d4-a716-446655440000",
        "time=1700000000000 level=info msg=\"started\" pid=12345",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (sensitive_value(NULL, slice_of(texts[i])) & CLASS_ALL)
            fail_msg("nothing stands in \"%s\"", texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_found_inside_texts),
        cmocka_unit_test(ordinary_texts_hold_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
