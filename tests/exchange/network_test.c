/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/network.h"

#include "base/check.h"

static void addresses_of_the_inside_are_told_from_public_ones(void **state)
{
    static const struct {
        const char *address;
        bool is_public;
    } cases[] = {
        { "8.8.8.8", true },     { "203.0.113.7", true },   { "172.15.0.1", true },
        { "172.32.0.1", true },  { "192.169.0.1", true },   { "100.128.0.1", true },
        { "2001:db8::1", true }, { "2a00:1450::1", true },  { "10.0.0.5", false },
        { "172.16.0.1", false }, { "172.31.255.1", false }, { "192.168.1.1", false },
        { "127.0.0.1", false },  { "169.254.1.1", false },  { "100.64.0.1", false },
        { "0.0.0.0", false },    { "224.0.0.1", false },    { "255.255.255.255", false },
        { "::1", false },        { "fc00::1", false },      { "fd12::1", false },
        { "fe80::1", false },    { "ff02::1", false },      { "not an address", false },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address address = { .family = 0 };

        address_parse(slice_of(cases[i].address), &address);
        if (network_is_public(&address) != cases[i].is_public)
            fail_msg("%s", cases[i].address);
    }
}

static void networks_hold_what_begins_like_them(void **state)
{
    static const struct {
        const char *network, *address;
        bool holds;
    } cases[] = {
        { "10.0.0.0/8", "10.255.0.1", true },       { "10.0.0.0/8", "11.0.0.1", false },
        { "192.168.4.0/22", "192.168.7.9", true },  { "192.168.4.0/22", "192.168.8.9", false },
        { "203.0.113.7", "203.0.113.7", true },     { "203.0.113.7", "203.0.113.8", false },
        { "2001:db8::/32", "2001:db8:1::5", true }, { "2001:db8::/32", "10.0.0.1", false },
        { "0.0.0.0/0", "8.8.8.8", true },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct network network;
        struct address address;

        assert_true(network_parse(slice_of(cases[i].network), &network));
        assert_true(address_parse(slice_of(cases[i].address), &address));
        if (network_holds(&network, &address) != cases[i].holds)
            fail_msg("%s in %s", cases[i].address, cases[i].network);
    }
}

static void what_is_no_network_is_refused(void **state)
{
    static const char *const wrong[] = { "",    "10.0.0.0/33", "10.0.0.0/",    "10.0.0/8",
                                         "a/8", "10.0.0.0/-1", "10.0.0.1:80/8" };
    struct network network;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (network_parse(slice_of(wrong[i]), &network))
            fail_msg("%s", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_the_inside_are_told_from_public_ones),
        cmocka_unit_test(networks_hold_what_begins_like_them),
        cmocka_unit_test(what_is_no_network_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
