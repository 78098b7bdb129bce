/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of ASCII bytes, whatever the locale. */
#ifndef BASE_BYTE_H
#define BASE_BYTE_H

#include <stdbool.h>

static inline bool byte_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool byte_is_lower(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static inline bool byte_is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static inline bool byte_is_letter(char byte)
{
    return byte_is_lower(byte) || byte_is_upper(byte);
}

static inline bool byte_is_alphanumeric(char byte)
{
    return byte_is_letter(byte) || byte_is_digit(byte);
}

static inline char byte_lower(char byte)
{
    return byte_is_upper(byte) ? (char)(byte + ('a' - 'A')) : byte;
}

/* The value of a hexadecimal digit in either case, 0 to 15; -1 for any other byte. */
static inline int byte_hex_value(char byte)
{
    char lower = (char)(byte | 0x20);

    if (byte_is_digit(byte))
        return byte - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

#endif
