/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void names_of_secrets_are_known_however_they_are_written(void **state)
{
    static const char *const names[] = {
        "password",      "newPassword",  "password_confirmation",
        "client_secret", "clientSecret", "access_token",
        "refreshToken",  "api_key",      "apiKey",
        "X-Api-Key",     "PIN",          "cvv",
        "card_number",   "cardNumber",   "private-key",
        "sessionId",     "otp",          "iban",
        "recoveryCodes",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!secret_is_named(slice_of(names[i])))
            fail_msg("%s is a secret", names[i]);
}

static void what_is_said_about_a_secret_is_none(void **state)
{
    static const char *const names[] = {
        "",          "token_type",   "passwordPolicy", "password_expires_at",
        "secretary", "key",          "number",         "keyId",
        "tokenizer", "status",       "pinned",         "country",
        "code",      "order_number", "has_cvv2",       "secret_name",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (secret_is_named(slice_of(names[i])))
            fail_msg("%s is no secret", names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_secrets_are_known_however_they_are_written),
        cmocka_unit_test(what_is_said_about_a_secret_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
