/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/purpose.h"

#include "base/words.h"

static bool path_has(struct slice path, const char *const *words, size_t count)
{
    struct words found = { 0 };

    words_add(&found, path);
    for (size_t i = 0; i < found.count; i++)
        for (size_t j = 0; j < count; j++)
            if (slice_eq(words_at(&found, i), slice_of(words[j])))
                return true;
    return false;
}

#define HAS(path, list) path_has((path), (list), sizeof(list) / sizeof *(list))

uint32_t purpose_of(const struct service *service, const struct endpoint *endpoint)
{
    static const char *const login[] = { "login", "signin", "authenticate", "token", "session", "sessions" };
    static const char *const logout[] = { "logout", "signout" };
    static const char *const admin[] = { "admin", "internal", "management" };
    uint32_t purpose = 0;

    if (slice_eq(endpoint->method, SLICE("POST")) && HAS(endpoint->path, login))
        purpose |= PURPOSE_LOGIN;
    if (HAS(endpoint->path, logout))
        purpose |= PURPOSE_LOGOUT;
    if (HAS(endpoint->path, admin))
        purpose |= PURPOSE_ADMIN;
    return purpose;
}

bool purpose_changes_state(const struct endpoint *endpoint, uint32_t purpose)
{
    struct slice method = endpoint->method;

    if (purpose & (PURPOSE_LOGIN | PURPOSE_SEARCH | PURPOSE_GRAPHQL))
        return false;
    return slice_eq(method, SLICE("POST")) || slice_eq(method, SLICE("PUT")) ||
           slice_eq(method, SLICE("PATCH")) || slice_eq(method, SLICE("DELETE"));
}

struct slice purpose_stage(const struct service *service)
{
    static const char *const stages[] = { "staging", "stage",   "test",    "dev", "uat",
                                          "qa",      "preprod", "sandbox", "demo" };
    struct words words = { 0 };

    words_add(&words, service->host);
    for (size_t i = 0; i < words.count; i++)
        for (size_t j = 0; j < sizeof stages / sizeof *stages; j++)
            if (slice_eq(words_at(&words, i), slice_of(stages[j])))
                return slice_of(stages[j]);
    return (struct slice){ NULL, 0 };
}
