/* SPDX-License-Identifier: Apache-2.0 */
/* Small readers of values and documents: media types, tokens, roots of XML documents, masks. */
#include "exchange/mask.h"
#include "http/jwt.h"
#include "http/media.h"
#include "http/xml.h"

#include <stdlib.h>

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool within(struct slice part, struct slice whole)
{
    return part.len == 0 || (part.at >= whole.at && part.at + part.len <= whole.at + whole.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { 0 };
    struct arena arena;
    struct slice text = slice_make(data, size);
    struct media media;
    struct jwt jwt;
    struct xml_root root;
    char mask[MASK_MOST];

    arena_init(&arena, &account, 0);
    if (media_read(text, &media)) {
        media_classify(&media);
        must(within(media_parameter(media.parameters, SLICE("boundary")), text));
        must(within(media_parameter(media.parameters, SLICE("charset")), text));
    }
    if (jwt_split(text, &jwt)) {
        must(jwt_decode(jwt.header, &arena).len <= jwt.header.len);
        must(jwt_decode(jwt.payload, &arena).len <= JWT_PART_MOST + 3);
    }
    if (xml_find_root(text, &root))
        must(within(root.name, text) && within(root.prefix, text) && within(root.namespace_uri, text));
    must(mask_write(text, mask) <= MASK_MOST);
    arena_done(&arena);
    must(account.used == 0);
    return 0;
}
