/* SPDX-License-Identifier: Apache-2.0 */
/* A certificate is nested SEQUENCEs (X.690 8.1, definite lengths only). We walk
 *
 *     Certificate > tbsCertificate > [0] version, serial, signature, issuer, validity, subject, key, [1], [2],
 *                                    [3] extensions > subjectAltName > [2] dNSName */
#include "wire/der.h"

#include <stdint.h>

enum der_tag {
    DER_OID = 0x06,
    DER_OCTETS = 0x04,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_VERSION = 0xa0,
    DER_EXTENSIONS = 0xa3,
    DER_DNS_NAME = 0x82,
    DER_BMP_STRING = 0x1e, /* two bytes a character: not a name anyone could read as it stands */
};

/* Takes one element off the front of *rest. false when there is no whole one. */
static bool take(struct slice *rest, uint8_t *tag, struct slice *content)
{
    const uint8_t *at = (const uint8_t *)rest->at;
    size_t head = 2, len;

    if (rest->len < 2 || (at[0] & 0x1f) == 0x1f)
        return false;
    len = at[1];
    if (len & 0x80) {
        size_t count = len & 0x7f;

        if (count == 0 || count > 3 || rest->len < 2 + count)
            return false;
        len = 0;
        for (size_t i = 0; i < count; i++)
            len = len << 8 | at[2 + i];
        head += count;
    }
    if (len > rest->len - head)
        return false;
    *tag = at[0];
    *content = slice_make(rest->at + head, len);
    *rest = slice_make(rest->at + head + len, rest->len - head - len);
    return true;
}

static bool take_tagged(struct slice *rest, uint8_t expected, struct slice *content)
{
    uint8_t tag;

    return take(rest, &tag, content) && tag == expected;
}

/* Name > SET > AttributeTypeAndValue; the last common name is the most specific. */
static struct slice common_name(struct slice subject)
{
    const struct slice wanted = SLICE("\x55\x04\x03"); /* 2.5.4.3 */
    struct slice found = { NULL, 0 }, set, attribute, oid, value;
    uint8_t tag;

    while (take_tagged(&subject, DER_SET, &set)) {
        while (take_tagged(&set, DER_SEQUENCE, &attribute)) {
            if (take_tagged(&attribute, DER_OID, &oid) && take(&attribute, &tag, &value) &&
                slice_eq(oid, wanted) && tag != DER_BMP_STRING && value.len)
                found = value;
        }
    }
    return found;
}

/* An extension is an OID, perhaps `critical`, and an OCTET STRING with what it holds. */
static bool extension_value(struct slice extension, struct slice wanted, struct slice *ret)
{
    struct slice oid;
    uint8_t tag;

    if (!take_tagged(&extension, DER_OID, &oid) || !slice_eq(oid, wanted))
        return false;
    while (take(&extension, &tag, ret)) {
        if (tag == DER_OCTETS)
            return true;
    }
    return false;
}

static struct slice dns_name(struct slice extensions)
{
    const struct slice wanted = SLICE("\x55\x1d\x11"); /* 2.5.29.17 */
    struct slice list, extension, value, names, name;
    uint8_t tag;

    if (!take_tagged(&extensions, DER_SEQUENCE, &list))
        return (struct slice){ NULL, 0 };
    while (take_tagged(&list, DER_SEQUENCE, &extension)) {
        if (!extension_value(extension, wanted, &value) || !take_tagged(&value, DER_SEQUENCE, &names))
            continue;
        while (take(&names, &tag, &name)) {
            if (tag == DER_DNS_NAME && name.len)
                return name;
        }
    }
    return (struct slice){ NULL, 0 };
}

struct slice der_certificate_name(struct slice certificate)
{
    struct slice outer, tbs, rest, skipped, subject, extensions, name;
    uint8_t tag;

    if (!take_tagged(&certificate, DER_SEQUENCE, &outer) || !take_tagged(&outer, DER_SEQUENCE, &tbs))
        return (struct slice){ NULL, 0 };
    rest = tbs;
    if (take(&rest, &tag, &skipped) && tag == DER_VERSION)
        tbs = rest;
    for (int i = 0; i < 4; i++) { /* serial number, signature algorithm, issuer, validity */
        if (!take(&tbs, &tag, &skipped))
            return (struct slice){ NULL, 0 };
    }
    if (!take_tagged(&tbs, DER_SEQUENCE, &subject))
        return (struct slice){ NULL, 0 };
    name = common_name(subject);
    if (name.len)
        return name;
    while (take(&tbs, &tag, &extensions)) {
        if (tag == DER_EXTENSIONS)
            return dns_name(extensions);
    }
    return (struct slice){ NULL, 0 };
}
