/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/sensitive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static enum keep keep(const char *text)
{
    return sensitive_keep(sensitive_value(NULL, slice_of(text)), slice_of(text));
}

static void vocabulary_and_identifiers_stay(void **state)
{
    static const char *const values[] = {
        "",
        "pending",
        "IN_PROGRESS",
        "inProgress",
        "In Progress",
        "Credit Card",
        "en-US",
        "pt_BR",
        "application/json",
        "text/html; charset=utf-8",
        "USD",
        "v1.2",
        "2.14.3",
        "true",
        "null",
        "N/A",
        "42",
        "-7",
        "123456",
        "19.99",
        "0.125",
        "2024-01-02",
        "2024-01-02T03:04:05Z",
        "2024-01-02T03:04:05.123456+02:00",
        "12:30:00",
        "550e8400-e29b-41d4-a716-446655440000",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "507f1f77bcf86cd799439011",
        "INV-000123",
        "ORD-2024-00017",
        "Europe/Berlin",
        "Home & Kitchen",
        "Sports & Outdoors",
        "Out For Delivery",
        "Bank Transfer",
        "Wireless Mouse",
        "Blue",
        "Berlin",
        "New York",
        "utf-8",
        "SHA-256",
        "x86_64",
        "A12",
        "B+",
        "#ff00aa",
        "user.created",
        "orders:read",
        "read write",
        "GET",
        "gzip",
        "Black Friday",
        "United States",
        "credit_card",
        "Not Available",
        "Wi-Fi",
        "USB-C Cable",
        "Zone 3",
        "SKU-4471",
        "chrome",
        "linux/amd64",
        "m2.xlarge",
        "us-east-1",
        "Software Engineer",
        "Two Factor Authentication",
        "mark",
        "may",
        "Rose Gold",
        "he",
        "SEK",
        "min",
        "markdown",
        "Größe",
    };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (keep(values[i]) != KEEP_TEXT)
            fail_msg("may be kept: \"%s\"", values[i]);
}

static void what_may_be_of_people_is_masked(void **state)
{
    static const char *const values[] = {
        "Anna Smith",
        "Smith, Anna",
        "anna.smith",
        "anna_smith",
        "annasmith",
        "johndoe",
        "Anna",
        "Kowalski",
        "mohammed1987",
        "anna@example.com",
        "+49 30 1234567",
        "12 Main St, Springfield",
        "4111111111111111",
        "DE89370400440532013000",
        "1987-03-12",
        "192.0.2.17",
        "52.5200,13.4050",
        "Thanks for the quick delivery",
        "Acme Widgets Zyrgon",
        "Fooblar Quuxton",
        "8f14e45fceea167a5a36dedd4bea2543",
        "9b74c9897bac770ffc029102a200c5de01ab34cd",
        "dQw4w9WgXcQ",
        "cus_NffrFeUfNV2Hib",
        "V1StGXR8_Z5jdHi6B-myT",
        "1700000000",
        "1234567",
        "555-0192-33",
        "https://example.com/a",
        "a=b",
        "Zx9Qw3Rt7",
        "jsmith42x9k1",
        "Mark Green",
        "Dr. Jones",
        "王伟",
        "line one\nline two",
        "an ordinary text that goes on for so long that nobody would take it for a word",
        "kXbPqLmNvRtYwZsD",
        "John 3",
        "java.lang.NullPointerException",
    };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (keep(values[i]) != KEEP_MASK)
            fail_msg("must be masked: \"%s\"", values[i]);
}

static void of_credentials_nothing_stays(void **state)
{
    static const char *const values[] = {
        "AK"
        "IAIOSFODNN7EXAMPLE",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "postgres://app:s3cret99@db.example.com/shop",
        "-----BEGIN "
        "PRIVATE KEY-----\nMIIE",
        "$2b$12$KIXQ4H7mN8zYp3aVbT1uOeXc5dRfGhJkLmNoPqRsTuVwXyZ012345",
        "Bearer 8f14e45fceea167a5a36dedd4bea2543",
        "login failed, password=hunter22",
    };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (keep(values[i]) != KEEP_NOTHING)
            fail_msg("nothing may be kept of \"%s\"", values[i]);
}

static void names_decide_as_well(void **state)
{
    assert_int_equal(sensitive_keep_named(sensitive_name(NULL, SLICE("newPassword"))), KEEP_NOTHING);
    assert_int_equal(sensitive_keep_named(sensitive_name(NULL, SLICE("cvv"))), KEEP_NOTHING);
    assert_int_equal(sensitive_keep_named(sensitive_name(NULL, SLICE("firstName"))), KEEP_MASK);
    assert_int_equal(sensitive_keep_named(sensitive_name(NULL, SLICE("status"))), KEEP_TEXT);
    assert_int_equal(sensitive_keep_named(sensitive_name(NULL, SLICE("passwordPolicy"))), KEEP_TEXT);
    assert_int_equal(sensitive_keep_named(CLASS_BIT(DATA_CUSTOM)), KEEP_MASK);
    assert_int_equal(sensitive_keep_named(0), KEEP_TEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vocabulary_and_identifiers_stay),
        cmocka_unit_test(what_may_be_of_people_is_masked),
        cmocka_unit_test(of_credentials_nothing_stays),
        cmocka_unit_test(names_decide_as_well),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
