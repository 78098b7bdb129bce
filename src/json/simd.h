/* SPDX-License-Identifier: Apache-2.0 */
/* Sixteen bytes at a time, behind one set of names: SSE2 (every x86-64), NEON (every arm64) and plain C.
 *
 * Every question about a block is answered by a mask: bit i speaks of byte i. Loads need no alignment and read exactly
 * 16 bytes. Compile with SIMD_PLAIN to get the plain twin where vectors exist; tests do, and compare. */
#ifndef JSON_SIMD_H
#define JSON_SIMD_H

#include <stdint.h>
#include <string.h>

#define SIMD_BYTES 16

#if defined(__SSE2__) && !defined(SIMD_PLAIN)
#define SIMD_NAME "sse2"
#include <emmintrin.h>

typedef __m128i simd_block;

static inline simd_block simd_load(const void *at)
{
    return _mm_loadu_si128((const __m128i *)at);
}

/* Bytes that equal `byte`. */
static inline uint32_t simd_equal(simd_block block, char byte)
{
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(byte)));
}

/* Bytes that are the same in both. */
static inline uint32_t simd_same(simd_block a, simd_block b)
{
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b));
}

/* Bytes above 0x7f. */
static inline uint32_t simd_high(simd_block block)
{
    return (uint32_t)_mm_movemask_epi8(block);
}

/* Bytes from `low` to `high`, both included and below 0x80. */
static inline uint32_t simd_between(simd_block block, uint8_t low, uint8_t high)
{
    __m128i above = _mm_sub_epi8(block, _mm_set1_epi8((char)low));
    __m128i limit = _mm_set1_epi8((char)(high - low));

    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(above, limit), above));
}

/* Hexadecimal digits in either case. */
static inline uint32_t simd_hex(simd_block block)
{
    __m128i digit = _mm_sub_epi8(block, _mm_set1_epi8('0'));
    __m128i letter = _mm_sub_epi8(_mm_or_si128(block, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));

    digit = _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit);
    letter = _mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(5)), letter);
    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(digit, letter));
}

/* What ends the easy part of a JSON string: quote, backslash, control characters (RFC 8259 section 7). */
static inline uint32_t simd_string_stop(simd_block block)
{
    __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1f)), block);
    __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
    __m128i backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));

    return (uint32_t)_mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, backslash)));
}

/* Bytes that start a code point: all but 0x80 to 0xbf. */
static inline uint32_t simd_code_points(simd_block block)
{
    return (uint32_t)_mm_movemask_epi8(_mm_cmpgt_epi8(block, _mm_set1_epi8((char)0xbf)));
}

#elif defined(__ARM_NEON) && defined(__aarch64__) && !defined(SIMD_PLAIN)
#define SIMD_NAME "neon"
#include <arm_neon.h>

typedef uint8x16_t simd_block;

static inline simd_block simd_load(const void *at)
{
    return vld1q_u8((const uint8_t *)at);
}

/* One bit of every byte that is all ones or all zeros. */
static inline uint32_t simd_gather(uint8x16_t all)
{
    static const uint8_t places[16] = { 1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128 };
    uint8x16_t bits = vandq_u8(all, vld1q_u8(places));

    return (uint32_t)vaddv_u8(vget_low_u8(bits)) | (uint32_t)vaddv_u8(vget_high_u8(bits)) << 8;
}

static inline uint32_t simd_equal(simd_block block, char byte)
{
    return simd_gather(vceqq_u8(block, vdupq_n_u8((uint8_t)byte)));
}

static inline uint32_t simd_same(simd_block a, simd_block b)
{
    return simd_gather(vceqq_u8(a, b));
}

static inline uint32_t simd_high(simd_block block)
{
    return simd_gather(vcgeq_u8(block, vdupq_n_u8(0x80)));
}

static inline uint32_t simd_between(simd_block block, uint8_t low, uint8_t high)
{
    return simd_gather(vcleq_u8(vsubq_u8(block, vdupq_n_u8(low)), vdupq_n_u8((uint8_t)(high - low))));
}

static inline uint32_t simd_hex(simd_block block)
{
    uint8x16_t digit = vsubq_u8(block, vdupq_n_u8('0'));
    uint8x16_t letter = vsubq_u8(vorrq_u8(block, vdupq_n_u8(0x20)), vdupq_n_u8('a'));

    return simd_gather(vorrq_u8(vcleq_u8(digit, vdupq_n_u8(9)), vcleq_u8(letter, vdupq_n_u8(5))));
}

static inline uint32_t simd_string_stop(simd_block block)
{
    uint8x16_t control = vcltq_u8(block, vdupq_n_u8(0x20));
    uint8x16_t quote = vceqq_u8(block, vdupq_n_u8('"'));
    uint8x16_t backslash = vceqq_u8(block, vdupq_n_u8('\\'));

    return simd_gather(vorrq_u8(control, vorrq_u8(quote, backslash)));
}

static inline uint32_t simd_code_points(simd_block block)
{
    return simd_gather(vcgtq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8((int8_t)0xbf)));
}

#else
#define SIMD_NAME "plain"

/* Two words of eight bytes. Every test leaves its answer in the top bit of each byte; simd_gather collects them. */
typedef struct {
    uint64_t low, high;
} simd_block;

#define SIMD_EACH(byte) ((uint64_t)(uint8_t)(byte)*0x0101010101010101u)
#define SIMD_TOPS SIMD_EACH(0x80)

static inline uint64_t simd_word(const unsigned char *at)
{
    uint64_t word = 0;

    for (int i = 7; i >= 0; i--)
        word = word << 8 | at[i];
    return word;
}

static inline simd_block simd_load(const void *at)
{
    const unsigned char *bytes = at;

    return (simd_block){ simd_word(bytes), simd_word(bytes + 8) };
}

/* The multiplication moves the eight top bits side by side into the top byte. */
static inline uint32_t simd_gather(uint64_t low, uint64_t high)
{
    uint64_t first = ((low & SIMD_TOPS) >> 7) * 0x0102040810204080u >> 56;
    uint64_t second = ((high & SIMD_TOPS) >> 7) * 0x0102040810204080u >> 56;

    return (uint32_t)(first | second << 8);
}

/* Top bit set where the byte is zero; no carry crosses a byte. */
static inline uint64_t simd_word_zero(uint64_t word)
{
    return ~(((word & ~SIMD_TOPS) + ~SIMD_TOPS) | word | ~SIMD_TOPS);
}

/* Top bit set where the byte is at most `most`, which is below 0x80. */
static inline uint64_t simd_word_at_most(uint64_t word, uint8_t most)
{
    return ~((word & ~SIMD_TOPS) + SIMD_EACH(0x7f - most)) & ~word & SIMD_TOPS;
}

static inline uint32_t simd_same(simd_block a, simd_block b)
{
    return simd_gather(simd_word_zero(a.low ^ b.low), simd_word_zero(a.high ^ b.high));
}

static inline uint32_t simd_equal(simd_block block, char byte)
{
    return simd_same(block, (simd_block){ SIMD_EACH(byte), SIMD_EACH(byte) });
}

static inline uint32_t simd_high(simd_block block)
{
    return simd_gather(block.low, block.high);
}

/* For bounds below 0x80: between is "at most high" and not "at most low - 1". */
static inline uint64_t simd_word_between(uint64_t word, uint8_t low, uint8_t high)
{
    uint64_t inside = simd_word_at_most(word, high);

    return low ? inside & ~simd_word_at_most(word, (uint8_t)(low - 1)) : inside;
}

static inline uint32_t simd_between(simd_block block, uint8_t low, uint8_t high)
{
    return simd_gather(simd_word_between(block.low, low, high), simd_word_between(block.high, low, high));
}

static inline uint64_t simd_word_hex(uint64_t word)
{
    return simd_word_between(word, '0', '9') | simd_word_between(word | SIMD_EACH(0x20), 'a', 'f');
}

static inline uint32_t simd_hex(simd_block block)
{
    return simd_gather(simd_word_hex(block.low), simd_word_hex(block.high));
}

static inline uint64_t simd_word_string_stop(uint64_t word)
{
    return simd_word_at_most(word, 0x1f) | simd_word_zero(word ^ SIMD_EACH('"')) |
           simd_word_zero(word ^ SIMD_EACH('\\'));
}

static inline uint32_t simd_string_stop(simd_block block)
{
    return simd_gather(simd_word_string_stop(block.low), simd_word_string_stop(block.high));
}

/* A continuation byte has its top bit set and the next one clear. */
static inline uint32_t simd_code_points(simd_block block)
{
    return simd_gather(~block.low | block.low << 1, ~block.high | block.high << 1);
}

#endif

/* Place of the lowest set bit; mask is not 0. */
static inline unsigned simd_first(uint32_t mask)
{
    return (unsigned)__builtin_ctz(mask);
}

static inline unsigned simd_count(uint32_t mask)
{
    mask = mask - (mask >> 1 & 0x5555u);
    mask = (mask & 0x3333u) + (mask >> 2 & 0x3333u);
    mask = (mask + (mask >> 4)) & 0x0f0fu;
    return (mask + (mask >> 8)) & 0x1fu;
}

#endif
