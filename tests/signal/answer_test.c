/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/answer.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

static const char *name_of(enum answer answer)
{
    static const char *const names[] = { "unread", "plain", "slight", "no", "refused" };

    return names[answer];
}

static enum answer read_text(const char *text)
{
    struct memory account = { 0 };
    char body[1024] = "";
    enum answer answer;

    snprintf(body, sizeof body, "%s", text);
    answer = answer_read(slice_make(body, strlen(body)), &account);
    assert_int_equal(account.used, 0);
    return answer;
}

static void small_bodies_are_told_apart(void **state)
{
    static const struct {
        const char *body;
        enum answer wanted;
    } rows[] = {
        { "", ANSWER_PLAIN },
        { "ok", ANSWER_PLAIN },
        { "{\"id\": 7, \"email\": \"a@b.c\"}", ANSWER_PLAIN },
        { "{\"id\": 7, \"error\": null}", ANSWER_SLIGHT },
        { "{\"id\": 7, \"name\": \"x\", \"error\": null, \"errors\": []}", ANSWER_PLAIN },
        { "{\"errors\": {}, \"id\": 7, \"status\": \"ok\"}", ANSWER_PLAIN },
        { "{}", ANSWER_SLIGHT },
        { " []", ANSWER_SLIGHT },
        { "{\"user\": null}", ANSWER_SLIGHT },
        { "{\"user\": {}}", ANSWER_SLIGHT },
        { "{\"authenticated\": false, \"user\": null, \"csrf\": \"abc\"}", ANSWER_NO },
        { "{\"success\": false}", ANSWER_NO },
        { "{\"success\": false, \"message\": \"Please log in\"}", ANSWER_REFUSED },
        { "{\"success\": true, \"message\": \"Please log in\"}", ANSWER_PLAIN },
        { "{\"error\": \"Unauthorized\"}", ANSWER_REFUSED },
        { "{\"error\": \"no such order\"}", ANSWER_NO },
        { "{\"error\": {\"code\": 12, \"message\": \"invalid token\"}}", ANSWER_REFUSED },
        { "{\"errors\": [{\"message\": \"You are not authorised\"}], \"data\": null}", ANSWER_REFUSED },
        { "{\"status\": \"fail\", \"message\": \"x\"}", ANSWER_NO },
        { "{\"status\": 401, \"message\": \"x\"}", ANSWER_REFUSED },
        { "{\"status\": 200, \"message\": \"x\"}", ANSWER_PLAIN },
        { "{\"code\": 404, \"message\": \"x\"}", ANSWER_NO },
        { "{\"data\": {\"status\": \"failed\", \"success\": false}, \"id\": 5}", ANSWER_PLAIN },
        { "{\"error\": \"cut", ANSWER_PLAIN },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (read_text(rows[i].body) != rows[i].wanted)
            fail_msg("%s is %s, not %s", rows[i].body, name_of(read_text(rows[i].body)),
                     name_of(rows[i].wanted));
}

static void long_bodies_stand_for_themselves(void **state)
{
    char body[600];

    snprintf(body, sizeof body, "{\"error\": \"unauthorized\", \"text\": \"%0400d\"}", 0);
    assert_int_equal(read_text(body), ANSWER_PLAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_bodies_are_told_apart),
        cmocka_unit_test(long_bodies_stand_for_themselves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
