/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/guessable.h"

#include "base/check.h"

#include <stdlib.h>

static void each_form_has_its_trait(void **state)
{
    static const struct {
        const char *text;
        uint32_t traits;
    } rows[] = {
        { "6ba7b810-9dad-11d1-80b4-00c04fd430c8", TRAIT_TIME_UUID }, /* of RFC 4122, appendix C */
        { "1ec9414c-232a-6b00-b3c8-9e6bdeced846", TRAIT_TIME_UUID }, /* of RFC 9562, appendix A.5 */
        { "919108f7-52d1-4320-9bac-f847db4148a8", 0 },               /* version 4 */
        { "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", 0 },               /* version 7: 74 random bits */
        { "507f1f77bcf86cd799439011", TRAIT_OBJECT_ID },
        { "ffffffffbcf86cd799439011", 0 },
        { "1767225600", TRAIT_SECONDS },
        { "9767225600", 0 },
        { "1767225600123", TRAIT_MILLISECONDS },
        { "1212092628029698048", TRAIT_SNOWFLAKE },
        { "1212092628029698501", 0 },
        { "MTcx", TRAIT_ENCODED_NUMBER },
        { "VXNlcjox", TRAIT_ENCODED_NUMBER },
        { "VXNlcjo=", 0 }, /* User: */
        { "word", 0 },
        { "", 0 },
        { "orders", 0 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (guessable_traits(slice_of(rows[i].text)) != rows[i].traits)
            fail_msg("%s has traits %x", rows[i].text, guessable_traits(slice_of(rows[i].text)));
}

static void numbers_come_out_of_their_disguise(void **state)
{
    unsigned long long number;
    bool named;

    assert_true(guessable_decode(SLICE("VXNlcjoxMjM0"), &number, &named));
    assert_true(named && number == 1234);
    assert_true(guessable_decode(SLICE("MQ=="), &number, &named));
    assert_true(!named && number == 1);
    assert_false(guessable_decode(SLICE("===="), &number, &named));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_form_has_its_trait),
        cmocka_unit_test(numbers_come_out_of_their_disguise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
