/* SPDX-License-Identifier: Apache-2.0 */
#include "json/simd.h"

#include "base/check.h"
#include "base/random.h"

#include <stdbool.h>

static bool is_hex(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Every question, asked of every byte on its own. */
static void assert_block(const unsigned char *bytes, const unsigned char *others)
{
    simd_block block = simd_load(bytes);
    uint32_t same = simd_same(block, simd_load(others)), equal = simd_equal(block, (char)others[0]);
    uint32_t high = simd_high(block), digits = simd_between(block, '0', '9'),
             control = simd_between(block, 0, ' ');
    uint32_t hex = simd_hex(block), stop = simd_string_stop(block), points = simd_code_points(block);

    assert_int_equal((same | equal | high | digits | control | hex | stop | points) >> 16, 0);
    for (unsigned i = 0; i < SIMD_BYTES; i++) {
        unsigned char c = bytes[i];

        assert_int_equal(same >> i & 1, c == others[i]);
        assert_int_equal(equal >> i & 1, c == others[0]);
        assert_int_equal(high >> i & 1, c >= 0x80);
        assert_int_equal(digits >> i & 1, c >= '0' && c <= '9');
        assert_int_equal(control >> i & 1, c <= ' ');
        assert_int_equal(hex >> i & 1, is_hex(c));
        assert_int_equal(stop >> i & 1, c == '"' || c == '\\' || c < 0x20);
        assert_int_equal(points >> i & 1, (c & 0xc0) != 0x80);
    }
}

static void masks_say_what_the_bytes_are(void **state)
{
    unsigned char bytes[SIMD_BYTES + 1], others[SIMD_BYTES];
    uint64_t seed = 3;

    for (size_t round = 0; round < 4000; round++) {
        for (size_t i = 0; i < SIMD_BYTES; i++) {
            bytes[i + 1] = (unsigned char)(round < 256 ? round : random_next(&seed));
            others[i] = random_below(&seed, 2) ? bytes[i + 1] : (unsigned char)random_next(&seed);
        }
        assert_block(bytes + 1, others);
    }
}

static void bits_are_found_and_counted(void **state)
{
    for (uint32_t mask = 1; mask < 0x10000; mask++) {
        unsigned first = 0, count = 0;

        while (!(mask >> first & 1))
            first++;
        for (unsigned i = 0; i < 16; i++)
            count += mask >> i & 1;
        assert_int_equal(simd_first(mask), first);
        assert_int_equal(simd_count(mask), count);
    }
    assert_int_equal(simd_count(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks_say_what_the_bytes_are),
        cmocka_unit_test(bits_are_found_and_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
