/* SPDX-License-Identifier: Apache-2.0 */
/* A TLS connection in pieces: each is a byte (direction, then up to 127 bytes) and its content. What is left when the
 * first byte is 0xff is read as a certificate. */
#include "wire/der.h"
#include "wire/tls.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void read_certificate(const uint8_t *data, size_t size)
{
    struct slice name = der_certificate_name(slice_make(data, size));

    check(name.len == 0 ||
          (name.at >= (const char *)data && name.at + name.len <= (const char *)data + size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory account = { 0 };
    struct pool pool;
    struct tls *tls;

    if (size && data[0] == 0xff) {
        read_certificate(data + 1, size - 1);
        return 0;
    }
    pool_init(&pool, &account);
    tls = tls_new(&pool);
    check(tls != NULL);
    for (size_t at = 0; at < size;) {
        bool from_client = data[at] & 0x80;
        size_t count = data[at++] & 0x7f;

        count = count < size - at ? count : size - at;
        if (count == 0)
            tls_gap(tls, &pool, from_client);
        else
            tls_bytes(tls, &pool, from_client, slice_make(data + at, count));
        at += count;
        check(account.used <= 3 * TLS_HANDSHAKE_MOST);
    }
    check(tls_server_name(tls).len <= TLS_NAME_MOST && tls_subject(tls).len <= TLS_NAME_MOST);
    tls_free(tls, &pool);
    pool_trim(&pool);
    check(account.used == 0);
    return 0;
}
