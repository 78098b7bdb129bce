/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/tls.h"

#include "base/check.h"
#include "base/random.h"
#include "wire/build.h"
#include "wire/der.h"
#include "wire/script.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

/* A certificate as another library makes it; name and alternative may be NULL. */
static size_t make_certificate(const char *name, const char *alternative, uint8_t *out, size_t room)
{
    X509 *certificate = X509_new();
    EVP_PKEY *key = EVP_EC_gen("P-256");
    uint8_t *at = out;
    int len;

    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(X509_get_issuer_name(certificate), "CN", MBSTRING_ASC,
                               (const unsigned char *)"issuer.test", -1, -1, 0);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "O", MBSTRING_ASC,
                               (const unsigned char *)"Acme", -1, -1, 0);
    if (name)
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                   (const unsigned char *)name, -1, -1, 0);
    if (alternative) {
        X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, alternative);

        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }
    assert_true(X509_sign(certificate, key, EVP_sha256()) > 0);
    len = i2d_X509(certificate, NULL);
    assert_true(len > 0 && (size_t)len <= room);
    i2d_X509(certificate, &at);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return (size_t)len;
}

static void a_certificate_is_named_by_its_common_name(void **state)
{
    uint8_t bytes[2048];
    size_t len = make_certificate("api.example.com", "DNS:other.example.com", bytes, sizeof bytes);

    assert_slice_equal(der_certificate_name(slice_make(bytes, len)), "api.example.com");
}

static void without_one_its_first_dns_name_is_taken(void **state)
{
    uint8_t bytes[2048];
    size_t len =
        make_certificate(NULL, "critical,email:a@b.test,DNS:first.test,DNS:second.test", bytes, sizeof bytes);

    assert_slice_equal(der_certificate_name(slice_make(bytes, len)), "first.test");
    len = make_certificate(NULL, NULL, bytes, sizeof bytes);
    assert_int_equal(der_certificate_name(slice_make(bytes, len)).len, 0);
}

/* Cut anywhere, and with any byte changed: never outside of its bytes (the sanitizer watches). */
static void damaged_certificates_are_harmless(void **state)
{
    uint8_t bytes[2048];
    size_t len = make_certificate("api.example.com", NULL, bytes, sizeof bytes);
    uint64_t random = 1;

    for (size_t cut = 0; cut < len; cut++) {
        char *copy = malloc(cut + 1);

        memcpy(copy, bytes, cut);
        assert_int_equal(der_certificate_name(slice_make(copy, cut)).len, 0);
        free(copy);
    }
    for (int i = 0; i < 20000; i++) {
        char *copy = malloc(len);
        struct slice name;

        memcpy(copy, bytes, len);
        copy[random_below(&random, len)] = (char)random_next(&random);
        copy[random_below(&random, 80)] = (char)random_next(&random);
        name = der_certificate_name(slice_make(copy, len));
        assert_true(name.len == 0 || (name.at >= copy && name.at + name.len <= copy + len));
        free(copy);
    }
}

static void build_vector_16(struct build *build, size_t length_at)
{
    size_t len = build->len - length_at - 2;

    build->bytes[length_at] = (uint8_t)(len >> 8);
    build->bytes[length_at + 1] = (uint8_t)len;
}

/* A ClientHello message with a server name between other extensions. */
static void build_client_hello(struct build *build, const char *name)
{
    size_t extensions;

    build_reset(build);
    build_32(build, 0x01000000);
    build_16(build, 0x0303);
    build_zeros(build, 32);
    build_8(build, 0);
    build_16(build, 2);
    build_16(build, 0x1301);
    build_8(build, 1);
    build_8(build, 0);
    extensions = build->len;
    build_16(build, 0);
    build_bytes(build, "\0\x17\0\0", 4); /* extended master secret */
    if (name) {
        build_16(build, 0);
        build_16(build, (unsigned)strlen(name) + 5);
        build_16(build, (unsigned)strlen(name) + 3);
        build_8(build, 0);
        build_16(build, (unsigned)strlen(name));
        build_text(build, name);
    }
    build_bytes(build, "\0\x2b\0\x03\x02\x03\x04", 7); /* supported versions */
    build_vector_16(build, extensions);
    build->bytes[2] = (uint8_t)((build->len - 4) >> 8);
    build->bytes[3] = (uint8_t)(build->len - 4);
}

/* The handshake bytes in records of at most `size`. */
static void build_records(struct build *build, const uint8_t *bytes, size_t len, size_t size)
{
    for (size_t at = 0; at < len; at += size) {
        size_t take = len - at < size ? len - at : size;

        build_8(build, 22);
        build_16(build, 0x0301);
        build_16(build, (unsigned)take);
        build_bytes(build, bytes + at, take);
    }
}

/* ServerHello, Certificate, ServerHelloDone of TLS 1.2, in one message run. */
static void build_server_flight(struct build *build, const uint8_t *certificate, size_t len)
{
    build_reset(build);
    build_32(build, 0x02000000 | 38);
    build_16(build, 0x0303);
    build_zeros(build, 36);
    build_32(build, 0x0b000000 | (uint32_t)(len + 6));
    build_8(build, 0);
    build_16(build, (unsigned)len + 3);
    build_8(build, 0);
    build_16(build, (unsigned)len);
    build_bytes(build, certificate, len);
    build_32(build, 0x0e000000);
}

struct handshake {
    struct build hello, client, flight, server;
};

static struct handshake *make_handshake(const char *name, size_t record_size)
{
    struct handshake *made = malloc(sizeof *made);
    uint8_t certificate[2048];
    size_t len = make_certificate("secret.example.com", NULL, certificate, sizeof certificate);

    build_client_hello(&made->hello, name);
    build_reset(&made->client);
    build_records(&made->client, made->hello.bytes, made->hello.len, record_size);
    build_server_flight(&made->flight, certificate, len);
    build_reset(&made->server);
    build_records(&made->server, made->flight.bytes, made->flight.len, record_size);
    return made;
}

static void names_are_read_however_records_and_segments_cut_them(void **state)
{
    static const size_t records[] = { 1, 7, 100, 16384 };
    static const size_t segments[] = { 1, 3, 50, 1448 };

    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct handshake *made = make_handshake("api.example.com", records[i]);

        for (size_t j = 0; j < sizeof segments / sizeof *segments; j++) {
            struct memory account = { 0 };
            struct pool pool;
            struct tls *tls;
            bool over = false;

            pool_init(&pool, &account);
            tls = tls_new(&pool);
            for (size_t at = 0; at < made->client.len; at += segments[j]) {
                size_t take = made->client.len - at < segments[j] ? made->client.len - at : segments[j];
                over = tls_bytes(tls, &pool, true, slice_make(made->client.bytes + at, take));
            }
            assert_false(over);
            for (size_t at = 0; at < made->server.len; at += segments[j]) {
                size_t take = made->server.len - at < segments[j] ? made->server.len - at : segments[j];
                over = tls_bytes(tls, &pool, false, slice_make(made->server.bytes + at, take));
            }
            assert_true(over);
            assert_slice_equal(tls_server_name(tls), "api.example.com");
            assert_slice_equal(tls_subject(tls), "secret.example.com");
            assert_int_equal(tls_version(tls), 0x0303);
            tls_free(tls, &pool);
            pool_trim(&pool);
            assert_int_equal(account.used, 0);
        }
        free(made);
    }
}

/* A ServerHello of that version, perhaps with the extension in which TLS 1.3 says its own; read in pieces of 3 bytes. */
static uint16_t version_of(unsigned legacy, unsigned extension)
{
    static struct build message, records;
    struct memory account = { 0 };
    struct pool pool;
    struct tls *tls;
    uint16_t version;

    build_reset(&message);
    build_reset(&records);
    build_32(&message, 0x02000000 | (extension ? 46u : 38u));
    build_16(&message, legacy);
    build_zeros(&message, 36);
    if (extension) {
        build_bytes(&message, "\0\x06\0\x2b\0\x02", 6);
        build_16(&message, extension);
    }
    build_records(&records, message.bytes, message.len, 16384);
    pool_init(&pool, &account);
    tls = tls_new(&pool);
    for (size_t at = 0; at < records.len; at += 3)
        tls_bytes(tls, &pool, false,
                  slice_make(records.bytes + at, records.len - at < 3 ? records.len - at : 3));
    version = tls_version(tls);
    tls_free(tls, &pool);
    pool_trim(&pool);
    assert_int_equal(account.used, 0);
    return version;
}

static void the_version_is_what_the_server_chose(void **state)
{
    assert_int_equal(version_of(0x0300, 0), 0x0300);
    assert_int_equal(version_of(0x0301, 0), 0x0301);
    assert_int_equal(version_of(0x0302, 0), 0x0302);
    assert_int_equal(version_of(0x0303, 0), 0x0303);
    assert_int_equal(version_of(0x0303, 0x0304), 0x0304);
}

static void a_gap_in_the_handshake_loses_only_that_name(void **state)
{
    struct handshake *made = make_handshake("api.example.com", 100);
    struct memory account = { 0 };
    struct pool pool;
    struct tls *tls;

    pool_init(&pool, &account);
    tls = tls_new(&pool);
    tls_bytes(tls, &pool, true, slice_make(made->client.bytes, made->client.len));
    tls_bytes(tls, &pool, false, slice_make(made->server.bytes, 200));
    assert_true(tls_gap(tls, &pool, false));
    assert_slice_equal(tls_server_name(tls), "api.example.com");
    assert_int_equal(tls_subject(tls).len, 0);
    tls_free(tls, &pool);
    pool_trim(&pool);
    assert_int_equal(account.used, 0);
    free(made);
}

static void damaged_handshakes_are_harmless(void **state)
{
    struct handshake *made = make_handshake("api.example.com", 300);
    uint64_t random = 7;

    for (int i = 0; i < 5000; i++) {
        struct memory account = { 0 };
        struct pool pool;
        struct tls *tls;
        bool from_client = i % 2;
        struct build *build = from_client ? &made->client : &made->server;
        char *copy = malloc(build->len);

        memcpy(copy, build->bytes, build->len);
        for (int j = 0; j < 4; j++)
            copy[random_below(&random, build->len)] = (char)random_next(&random);
        pool_init(&pool, &account);
        tls = tls_new(&pool);
        tls_bytes(tls, &pool, from_client, slice_make(copy, build->len));
        tls_free(tls, &pool);
        pool_trim(&pool);
        assert_int_equal(account.used, 0);
        free(copy);
    }
    free(made);
}

static void tls_is_recognised_by_its_first_record(void **state)
{
    assert_int_equal(tls_looks_like(SLICE("\x16\x03\x01\x02\x00"), false), STEP_DONE);
    assert_int_equal(tls_looks_like(SLICE("\x16\x03"), false), STEP_MORE);
    assert_int_equal(tls_looks_like(SLICE("\x17\x03\x03\x02\x00"), false), STEP_BAD);
    assert_int_equal(tls_looks_like(SLICE("\x17\x03\x03\x02\x00"), true), STEP_DONE);
    assert_int_equal(tls_looks_like(SLICE("\x16\x02\x01\x02\x00"), false), STEP_BAD);
    assert_int_equal(tls_looks_like(SLICE("\x16\x03\x01\xff\xff"), false), STEP_BAD);
    assert_int_equal(tls_looks_like(SLICE("GET / HTTP/1.1"), false), STEP_BAD);
}

static void a_tls_connection_is_told_once_with_its_names_and_bytes(void **state)
{
    struct handshake *made = make_handshake("api.example.com", 16384);
    struct script *script = calloc(1, sizeof *script);
    struct played *played = calloc(1, sizeof *played);
    char expected[100];

    script_init(script, 40000);
    script_open(script);
    script_say_in(script, CLIENT, slice_make(made->client.bytes, made->client.len), 40);
    script_say_in(script, SERVER, slice_make(made->server.bytes, made->server.len), 300);
    script_say(script, CLIENT, "\x17\x03\x03 encrypted");
    script_say(script, SERVER, "\x17\x03\x03 encrypted too");
    script_move(script, 5, 6);
    script_close(script);
    script_play(script, NULL, played);
    snprintf(expected, sizeof expected, "TLS api.example.com secret.example.com 80 %zu\n",
             made->client.len + made->server.len + 13 + 17);
    assert_story(played, expected);
    assert_int_equal(played->tls_version, 0x0303);
    assert_int_equal(played->ledger.lost[LOSS_tls], made->client.len + made->server.len + 13 + 17);
    script_done(script);
    free(script);
    free(played);
    free(made);
}

static void a_tls_connection_joined_midstream_is_recognised(void **state)
{
    struct script *script = calloc(1, sizeof *script);
    struct played *played = calloc(1, sizeof *played);

    script_init(script, 40000);
    script_segment(script, CLIENT, 0, slice_make("\x17\x03\x03\0\x09 encrypted", 15));
    script_segment(script, SERVER, 0, slice_make("\x17\x03\x03\0\x0d encrypted too", 19));
    script_play(script, NULL, played);
    assert_story(played, "TLS   80 34\n");
    script_done(script);
    free(script);
    free(played);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_certificate_is_named_by_its_common_name),
        cmocka_unit_test(without_one_its_first_dns_name_is_taken),
        cmocka_unit_test(damaged_certificates_are_harmless),
        cmocka_unit_test(names_are_read_however_records_and_segments_cut_them),
        cmocka_unit_test(the_version_is_what_the_server_chose),
        cmocka_unit_test(a_gap_in_the_handshake_loses_only_that_name),
        cmocka_unit_test(damaged_handshakes_are_harmless),
        cmocka_unit_test(tls_is_recognised_by_its_first_record),
        cmocka_unit_test(a_tls_connection_is_told_once_with_its_names_and_bytes),
        cmocka_unit_test(a_tls_connection_joined_midstream_is_recognised),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
