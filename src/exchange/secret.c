/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/secret.h"

#include "base/words.h"

static bool is_listed(struct slice word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_eq(word, slice_of(list[i])))
            return true;
    return false;
}

#define LISTED(word, list) is_listed(word, list, sizeof(list) / sizeof *(list))

/* The last words decide: "token_type" and "passwordPolicyUrl" hold no secret. */
bool secret_is_named(struct slice name)
{
    static const char *const secrets[] = {
        "password",      "passwd",        "pwd",    "passphrase", "passcode",    "secret",
        "token",         "jwt",           "apikey", "otp",        "totp",        "pin",
        "cvv",           "cvc",           "ssn",    "credential", "credentials", "iban",
        "authorization", "authenticator", "cookie", "passwords",  "secrets",     "tokens",
    };
    static const char *const pairs[][2] = {
        { "api", "key" },         { "access", "key" },        { "private", "key" },   { "secret", "key" },
        { "signing", "key" },     { "encryption", "key" },    { "card", "number" },   { "account", "number" },
        { "security", "code" },   { "verification", "code" }, { "recovery", "code" }, { "recovery", "codes" },
        { "security", "answer" }, { "session", "id" },        { "tax", "id" },
    };
    static const char *const again[] = { "confirmation", "confirm", "repeat", "again",
                                         "old",          "new",     "hash",   "value" };
    struct words words = { 0 };
    struct slice last, before;

    words_add(&words, name);
    if (words.count == 0)
        return false;
    last = words_at(&words, words.count - 1);
    if (LISTED(last, secrets))
        return true;
    if (words.count < 2)
        return false;
    before = words_at(&words, words.count - 2);
    if (LISTED(before, secrets) && LISTED(last, again))
        return true;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (slice_eq(before, slice_of(pairs[i][0])) && slice_eq(last, slice_of(pairs[i][1])))
            return true;
    return false;
}
