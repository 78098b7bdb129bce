/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/jwt_secret.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

static const struct slice secrets[] = {
#define SECRET(text) SLICE_TEXT(text),
#include "signal/jwt_secrets.list"
#undef SECRET
};

static bool is_made_with(struct slice secret, struct slice message, struct slice signature,
                         const EVP_MD *digest)
{
    unsigned char made[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    return HMAC(digest, secret.at, (int)secret.len, (const unsigned char *)message.at, message.len, made,
                &len) &&
           slice_eq(slice_make(made, len), signature);
}

bool jwt_secret_is_known(struct slice token, const struct jwt *jwt, unsigned bits, struct arena *arena)
{
    const EVP_MD *digest = bits == 256 ? EVP_sha256() : bits == 384 ? EVP_sha384() : EVP_sha512();
    struct slice message = slice_make(token.at, jwt->header.len + 1 + jwt->payload.len);
    struct slice signature = jwt_decode(jwt->signature, arena);

    if (signature.len != bits / 8)
        return false;
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (is_made_with(secrets[i], message, signature, digest))
            return true;
    return false;
}
