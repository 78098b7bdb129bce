/* SPDX-License-Identifier: Apache-2.0 */
#include "oracle.h"

#include <dlfcn.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#define FLAGS (JSON_DECODE_ANY | JSON_ALLOW_NUL)

struct jansson {
    json_t *(*loadb)(const char *buffer, size_t len, size_t flags, json_error_t *error);
    int (*equal)(const json_t *a, const json_t *b);
    void (*delete)(json_t *value);
};

static void *symbol(void *library, const char *name)
{
    void *at = library ? dlsym(library, name) : NULL;

    if (!at) {
        fprintf(stderr, "libjansson cannot be loaded (libjansson-dev): %s\n", dlerror());
        exit(1);
    }
    return at;
}

static struct jansson load(void)
{
    void *library = dlopen("libjansson.so.4", RTLD_NOW | RTLD_LOCAL);
    struct jansson jansson;

    /* A cast through void **: POSIX's own advice for dlsym. */
    *(void **)&jansson.loadb = symbol(library, "json_loadb");
    *(void **)&jansson.equal = symbol(library, "json_equal");
    *(void **)&jansson.delete = symbol(library, "json_delete");
    return jansson;
}

static void drop(const struct jansson *jansson, json_t *value)
{
    if (value && value->refcount != (size_t)-1 && --value->refcount == 0)
        jansson->delete (value);
}

enum oracle_verdict oracle_judge(struct slice document)
{
    struct jansson jansson = load();
    json_error_t error;
    json_t *value = jansson.loadb(document.at, document.len, FLAGS, &error);

    drop(&jansson, value);
    if (document.len && memchr(document.at, 0, document.len))
        return ORACLE_ABSTAINS;
    if (value)
        return ORACLE_ACCEPTS;
    if (json_error_code(&error) == json_error_numeric_overflow ||
        json_error_code(&error) == json_error_stack_overflow ||
        json_error_code(&error) == json_error_null_byte_in_key || strstr(error.text, "Unicode"))
        return ORACLE_ABSTAINS;
    return ORACLE_REJECTS;
}

bool oracle_same(struct slice a, struct slice b)
{
    struct jansson jansson = load();
    json_error_t error;
    json_t *one = jansson.loadb(a.at, a.len, FLAGS, &error);
    json_t *other = jansson.loadb(b.at, b.len, FLAGS, &error);
    bool same = one && other && jansson.equal(one, other);

    drop(&jansson, one);
    drop(&jansson, other);
    return same;
}
