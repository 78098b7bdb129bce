/* SPDX-License-Identifier: Apache-2.0 */
/* Values that documents name where the service has a parameter. */
#include "drift/story.h"

#define NORTH PROMISES "  /tags/north:\n    get: {" OK "}\n"
/* So many values that answer alike that nobody takes them for literals. */
#define TAG(name)                                                                                            \
    "4x GET /tags/" name " -> 200 "                                                                          \
    "{\"id\":#,\"label\":\"a#\",\"mail\":\"a@b.example\",\"at\":{\"street\":\"s\",\"city\":\"c\"}}\n"
#define TAGS                                                                                                 \
    TAG("north")                                                                                             \
    TAG("qwertz")                                                                                            \
    TAG("uiopu") TAG("asdfgh") TAG("yxcvbn") TAG("zhanna") TAG("ottokar") TAG("friedel") TAG("wilmot")

static void a_value_in_the_place_of_a_parameter_is_one_row(void **state)
{
    struct story story;

    story_open(&story, NORTH);
    story_tell(&story, TAGS);
    assert_drift(&story,
                 "parameter_documented_as_value GET /tags/north path north: /tags/north -> /tags/{tag}");
    assert_int_equal(story_row(&story, DRIFT_PARAMETER_DOCUMENTED_AS_VALUE)->at.line, 5);
    story_close(&story);
}

static void a_literal_that_is_alone_there_is_one(void **state)
{
    assert_story(NORTH, "20x GET /tags/north -> 200 {\"id\":1,\"label\":\"a\",\"size\":3}", "");
}

static void a_literal_beside_its_documented_parameter_is_one(void **state)
{
    assert_story(NORTH "  /tags/{tag}:\n    get: {" OK "}\n", TAGS, "");
}

static void what_is_served_below_the_parameter_is_something_else(void **state)
{
    assert_story(NORTH, TAGS "30x GET /tags/qwertz/#7 -> 200 {\"number\":#,\"colour\":\"b\"}",
                 "parameter_documented_as_value GET /tags/north path north: /tags/north -> /tags/{tag}\n"
                 "undocumented_operation GET /tags/{tag}/{tagId}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_in_the_place_of_a_parameter_is_one_row),
        cmocka_unit_test(a_literal_that_is_alone_there_is_one),
        cmocka_unit_test(a_literal_beside_its_documented_parameter_is_one),
        cmocka_unit_test(what_is_served_below_the_parameter_is_something_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
