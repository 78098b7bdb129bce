/* SPDX-License-Identifier: Apache-2.0 */
/* How people are reached: e-mail addresses and phone numbers. */
#include "base/byte.h"
#include "sensitive/validators.h"

/* Bytes of RFC 5321's atoms and dots, and of UTF-8 (RFC 6531). */
static bool is_local_byte(char c)
{
    return byte_is_alphanumeric(c) || (c && strchr("!#$%&'*+-/=?^_`{|}~.", c)) || (unsigned char)c >= 0x80;
}

/* Two labels at least, the last one letters: a version after the sign ("package@1.2.3") is no host. */
static bool is_mail_host(struct slice host)
{
    size_t labels = 0;

    if (host.len < 4 || host.len > 253)
        return false;
    while (host.len) {
        struct slice label = slice_cut(&host, '.');
        bool letters = true;

        if (label.len == 0 || label.len > 63 || label.at[0] == '-' || label.at[label.len - 1] == '-')
            return false;
        for (size_t i = 0; i < label.len; i++) {
            if (!byte_is_alphanumeric(label.at[i]) && label.at[i] != '-' && (unsigned char)label.at[i] < 0x80)
                return false;
            letters &= !byte_is_digit(label.at[i]) && label.at[i] != '-';
        }
        labels++;
        if (host.len == 0)
            return labels >= 2 && label.len >= 2 && (letters || slice_starts_with(label, SLICE("xn--")));
    }
    return false;
}

enum fit contact_email(struct slice text)
{
    const char *at = text.len <= 320 ? memrchr(text.at, '@', text.len) : NULL;
    size_t local = at ? (size_t)(at - text.at) : 0;

    if (local == 0 || local > 64 || text.at[0] == '.' || at[-1] == '.')
        return FIT_NO;
    for (size_t i = 0; i < local; i++)
        if (!is_local_byte(text.at[i]) || (text.at[i] == '.' && text.at[i + 1] == '.'))
            return FIT_NO;
    return is_mail_host(slice_make(at + 1, text.len - local - 1)) ? FIT_EVIDENT : FIT_NO;
}
