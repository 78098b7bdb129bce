/* SPDX-License-Identifier: Apache-2.0 */
/* Hex digits. */
#ifndef HTTP_HEX_H
#define HTTP_HEX_H

/* 0 to 15, or -1. */
static inline int hex_value(char digit)
{
    unsigned char lower = (unsigned char)digit | 0x20;

    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

#endif
