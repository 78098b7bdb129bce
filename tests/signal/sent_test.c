/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "base/random.h"
#include "signal/read.h"
#include "signal/sent.h"

#include <stdio.h>
#include <stdlib.h>

static struct shown post(const char *body, const char *answer)
{
    return (struct shown){ .method = "POST",
                           .target = "/users",
                           .asked = "Content-Type: application/json",
                           .body = body,
                           .answered = "Content-Type: application/json",
                           .answer = answer };
}

static void members_are_walked_as_they_stand(void **state)
{
    struct slice text = SLICE("{\"a\\\"\": \"x\", \"b\": {\"c\": [1, \"d\"], \"e\": -1.5}, \"f\": null}");
    struct members members;
    struct member member;
    enum members_step step;
    char story[256] = "";

    members_begin(&members, text, 4096);
    while ((step = members_next(&members, &member)) != MEMBERS_END) {
        size_t len = strlen(story);

        if (step == MEMBERS_MEMBER)
            snprintf(story + len, sizeof story - len, "%.*s=%.*s@%u ", SLICE_ARG(member.key),
                     SLICE_ARG(member.value), member.depth);
        else
            snprintf(story + len, sizeof story - len, "^%u ", members.depth);
    }
    assert_string_equal(story, "a\\\"=x@1 b={@1 c=[@2 ^2 e=-1.5@2 ^1 f=null@1 ^0 ");
}

/* Cut anywhere and damaged anywhere: never outside of its bytes (the sanitizer watches), and always an end. */
static void damaged_bodies_are_harmless(void **state)
{
    const char text[] = "{\"role\": \"ad\\\\min\", \"urls\": [\"http://10.0.0.1/\"], \"o\": {\"id\": \"a1\", "
                        "\"admin\": true}}";
    uint64_t random = 3;

    for (int i = 0; i < 20000; i++) {
        size_t len = random_below(&random, sizeof text);
        char *copy = malloc(len + 1);

        memcpy(copy, text, len);
        copy[len] = '\0';
        if (len)
            copy[random_below(&random, len)] = (char)(1 + random_below(&random, 255));
        signal_story(post(copy, copy));
        signal_story((struct shown){ .target = "/me", .answer = copy });
        free(copy);
    }
}

static void a_privileged_member_is_told_with_what_became_of_it(void **state)
{
    assert_told(post("{\"name\": \"x\", \"isAdmin\": true}", "{\"isAdmin\": true}"),
                "privilege_echoed isAdmin");
    assert_told(post("{\"isAdmin\": true}", "{\"user\": {\"isAdmin\": false}}"), "privilege_ignored isAdmin");
    assert_told(post("{\"balance\": 100}", "{\"balance\": 100.00}"), "privilege_echoed balance");
    assert_told(post("{\"roles\": [\"admin\"]}", "{\"roles\": [\"admin\"]}"), "privilege_echoed roles");
    assert_told(post("{\"role\": \"user\"}", "{\"role\": \"user\"}"), "privilege_sent role");
    assert_nothing_told(post("{\"role\": \"user\"}", "{\"role\": \"user\"}"), FACT_privilege_echoed);
    assert_nothing_told(post("{\"isAdmin\": false}", "{\"isAdmin\": false}"), FACT_privilege_echoed);
    assert_nothing_told(post("{\"administration\": true}", "{\"administration\": true}"),
                        FACT_privilege_sent);
}

static void what_was_refused_is_told_apart(void **state)
{
    struct shown shown = post("{\"role\": \"admin\"}", NULL);

    shown.status = 422;
    assert_told(shown, "privilege_refused role");
    shown.status = 401;
    assert_nothing_told(shown, FACT_privilege_refused);
}

/* Both sides tell the same subject, and no name or address stands in it. */
static void whom_it_is_about_is_told_by_a_hash(void **state)
{
    const char *story = signal_story(post("{\"email\": \"Anna@mail.test\", \"admin\": true}", NULL));
    const char *given = strstr(story, "privilege_given admin ");
    char wanted[64];

    assert_non_null(given);
    assert_null(strstr(story, "mail.test"));
    snprintf(wanted, sizeof wanted, "privilege_held %.*s", 18, given + strlen("privilege_given "));
    assert_told((struct shown){ .target = "/users",
                                .answer = "[{\"admin\": false, \"email\": \"b@mail.test\"}, {\"email\": "
                                          "\"anna@mail.test\", \"admin\": true}]" },
                wanted);
    assert_nothing_told((struct shown){ .answer = "[{\"admin\": true}, {\"email\": \"anna@mail.test\"}]" },
                        FACT_privilege_held);
}

static void urls_are_told_with_where_they_lead(void **state)
{
    assert_told((struct shown){ .target = "/p?url=https%3A%2F%2Fnews.org" }, "url_taken query url");
    assert_told((struct shown){ .target = "/p?url=http://169.254.169.254/" },
                "url_inside query url: the metadata service of a cloud");
    assert_told((struct shown){ .target = "/p?url=http://2130706433/" },
                "url_inside query url: the server itself");
    assert_told(post("{\"hook\": \"http:\\/\\/10.0.0.5\\/x\"}", NULL),
                "url_inside body hook: a private address");
    assert_told(post("{\"hooks\": [\"http://db.internal/x\"]}", NULL),
                "url_inside body hooks: an internal host");
    assert_told(post("{\"src\": \"file:///etc/passwd\"}", NULL), "url_inside body src: a local file");
    assert_told(post("{\"src\": \"gopher://a:1/_x\"}", NULL), "url_inside body src: gopher");
    assert_nothing_told(post("{\"src\": \"http://api.example.com:81/\"}", NULL), FACT_url_inside);
    assert_nothing_told(post("{\"@id\": \"https://a.org/1\", \"href\": \"https://a.org\"}", NULL),
                        FACT_url_taken);
    assert_nothing_told(post("{\"note\": \"see http://a.org\", \"title\": \"file: x\"}", NULL),
                        FACT_url_taken);
    assert_nothing_told((struct shown){ .target = "/p?url=http://10.0.0.1/", .status = 404 },
                        FACT_url_refused);
    assert_told((struct shown){ .target = "/p?url=http://10.0.0.1/", .status = 400 },
                "url_refused query url");
}

static void what_is_said_twice_is_told(void **state)
{
    assert_told((struct shown){ .target = "/a?userId=1&x=2&userId=3" }, "repeated userId");
    assert_nothing_told((struct shown){ .target = "/a?userId=1&userId=1" }, FACT_repeated);
    assert_nothing_told((struct shown){ .target = "/a?tag=1&tag=2" }, FACT_repeated);
    assert_told((struct shown){ .target = "/users/5/orders?user_id=7" }, "id_differs query user_id");
    assert_told((struct shown){ .target = "/users/5/orders?user_id=5" }, "id_agrees query user_id");
    assert_told(
        (struct shown){ .method = "PUT", .target = "/users/5", .body = "{\"id\": 7, \"o\": {\"id\": 9}}" },
        "id_differs body id");
    assert_nothing_told((struct shown){ .target = "/users/5/orders?orderId=7" }, FACT_id_differs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_walked_as_they_stand),
        cmocka_unit_test(damaged_bodies_are_harmless),
        cmocka_unit_test(a_privileged_member_is_told_with_what_became_of_it),
        cmocka_unit_test(what_was_refused_is_told_apart),
        cmocka_unit_test(whom_it_is_about_is_told_by_a_hash),
        cmocka_unit_test(urls_are_told_with_where_they_lead),
        cmocka_unit_test(what_is_said_twice_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
