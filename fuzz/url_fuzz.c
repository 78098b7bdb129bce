/* SPDX-License-Identifier: Apache-2.0 */
/* Targets, authorities, forms and cookies. What is normalised stays as it is when it is normalised again. */
#include "http/cookie.h"
#include "http/form.h"
#include "http/url.h"

#include <stdlib.h>

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void normalise(struct slice path, struct arena *arena)
{
    struct slice once = url_remove_dots(path, arena);

    must(slice_eq(url_remove_dots(once, arena), once));
    must(once.len <= path.len);
    once = url_collapse_slashes(path, arena);
    must(slice_eq(url_collapse_slashes(once, arena), once));
    once = url_trim_slash(path);
    must(slice_eq(url_trim_slash(once), once));
}

static void authority(struct slice text, struct arena *arena)
{
    struct authority first, second;

    if (!url_split_authority(text, &first))
        return;
    struct slice normal = url_normal_authority(&first, SLICE("http"), arena);
    if (first.host.len > 1 && first.host.at[first.host.len - 1] == '.')
        return; /* only one final dot is taken */
    must(url_split_authority(normal, &second));
    must(slice_eq(url_normal_authority(&second, SLICE("http"), arena), normal));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { 0 };
    struct arena arena;
    struct slice text = slice_make(data, size), rest = text, name, value;
    struct form_pair pair;
    struct set_cookie cookie;
    uint32_t flags = 0;

    if (size == 0)
        return 0;
    arena_init(&arena, &account, 0);
    struct target target = url_split(text, data[0] & 1);
    normalise(target.path, &arena);
    must(url_decode(target.path, &arena, &flags).len <= target.path.len);
    authority(target.authority, &arena);
    authority(text, &arena);
    while (form_next(&rest, &arena, &pair, &flags))
        must(pair.name.len <= size && pair.value.len <= size);
    rest = text;
    while (cookie_next(&rest, &name, &value))
        must(name.len + value.len <= size);
    cookie_read_set(text, &cookie);
    arena_done(&arena);
    return 0;
}
