/* SPDX-License-Identifier: Apache-2.0 */
/* Each class with values that are of it, and with values that are nearly so or only look like it. Numbers are
 * published examples and test numbers (ISO 13616, card schemes, ICAO 9303, tax offices), or worked out for this table.
 * Keys are put together from parts, lest scanners of repositories take them for real. */
#include "sensitive/sensitive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define MOST 20

struct vectors {
    enum data_class class;
    const char *are[MOST];
    const char *are_not[MOST];
};

static const struct vectors vectors[] = {
    { DATA_payment_card,
      { "4111111111111111", "378282246310005", "6011111111111117", "3530111333300000", "30569309025904",
        "5555555555554444", "2223003122003222", "4111 1111 1111 1111", "3782-822463-10005",
        "6304000000000000", "6200000000000005" },
      { "4111111111111112", "1234567812345670", "0000000000000000", "41111111111111111",
        "4111  1111 1111 1111", "411 1111111 111111", "490154203237518", "9780306406157", "4111111111111111a",
        "1700000000000000" } },
    { DATA_iban,
      { "DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606",
        "GB29 NWBK 6016 1331 9268 19", "NL91ABNA0417164300", "NO9386011117947", "de89370400440532013000" },
      { "DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000", "DE00000000000000000000",
        "GB29NWBK6016133192681" } },
    { DATA_email,
      { "anna@example.com", "a.b+tag@mail.example.co.uk", "o'neil@example.ie", "x_1@sub.domain.museum",
        "jürgen@example.de" },
      { "anna@", "@example.com", "anna@localhost", "left-pad@1.3.0", "a..b@example.com", "anna example.com",
        "user@10.0.0.1", "@babel/core" } },
    { DATA_phone,
      { "+49 30 1234567", "+14155552671", "(212) 555-0187", "212-555-0187", "020 7946 0958", "01 23 45 67 89",
        "+44 (0)20 7946 0958", "tel:+14155552671", "+91-98765-43210", "2125550187", "212-555-0187 x12",
        "(11) 91234-5678" },
      { "112-555-0187", "2024-01-02", "555-0187", "12", "+00 12345678", "212-555-01877", "1.2.3.4",
        "12:30:45", "123-45-6789", "2001-12-3344556" } },
    { DATA_address,
      { "12 Main St, Springfield, IL 62704", "221B Baker Street", "Hauptstraße 5, 10115 Berlin",
        "12 rue de la Paix, 75002 Paris", "Calle Mayor 12, 28013 Madrid", "PO Box 1234",
        "Flat 2, 10 Downing Street, London", "Lindenweg 5a",
        "1600 Pennsylvania Avenue NW, Washington, DC 20500", "SW1A 1AA", "ул. Ленина, 5" },
      { "Wall Street Journal", "21 Jump", "7 Ways to Drive Traffic", "Main Street", "12", "Route planner",
        "Room 12", "Version 2, Build 12345", "5 Pack", "2 Way Radio", "Version 12 Street" } },
    { DATA_person_name,
      { "Anna Smith", "Smith, Anna", "Dr. José M. García López", "Müller", "Mary-Jane O'Brien", "王伟",
        "Иван Петров", "Wei Zhang", "Raj Patel", "김민준", "Vincent van Gogh" },
      { "Wireless Mouse", "In Progress", "Berlin", "Credit Card", "Grace Hotel", "anna smith wrote this",
        "IN_PROGRESS", "Levi Jeans", "Acme Corp", "Green Tea", "Smith & Sons Ltd" } },
    { DATA_birth_date,
      { "1987-03-12", "12/03/1987", "03.12.1987", "12 March 1987", "1987-03-12T00:00:00Z", "Mar 12, 1987" },
      { "2024-03-12", "1987-13-12", "1987-02-30", "1987", "1987-03-12T14:22:10Z", "12/34/1987", "1.9.87" } },
    { DATA_coordinates,
      { "52.5200,13.4050", "52.5200, 13.4050", "geo:37.7869,-122.3996", "POINT(13.4050 52.5200)",
        "52°31'12\"N 13°24'18\"E", "-33.868820" },
      { "19.99,29.99", "95.1234,191.1234", "52.52", "1.2.3", "520.5200,13.4050", "52,13" } },
    { DATA_us_ssn,
      { "219-09-9999", "457-55-5462", "457 55 5462", "457555462" },
      { "000-12-3456", "666-12-3456", "912-34-5678", "219-00-9999", "219-09-0000", "219-099-999",
        "2190-99-999" } },
    { DATA_uk_nino,
      { "AB123456C", "AB 12 34 56 C", "JG103759A" },
      { "DA123456C", "GB123456A", "AB123456E", "AO123456A", "AB12345C", "AB1234567", "ZZ123456A" } },
    { DATA_uk_nhs,
      { "9434765919", "943 476 5919", "4010232137" },
      { "9434765918", "943476591", "1111111111", "94347-65919" } },
    { DATA_de_tax_id,
      { "86095742719", "47036892816", "65929970489", "86 095 742 719" },
      { "86095742718", "12345678901", "06095742719", "11145742719" } },
    { DATA_fr_nir,
      { "255081416802538", "2 55 08 14 168 025 38" },
      { "255081416802539", "955081416802538", "255131416802538" } },
    { DATA_es_dni,
      { "12345678Z", "12345678-Z", "X1234567L", "12.345.678-Z" },
      { "12345678A", "X1234567A", "1234567Z", "W1234567L" } },
    { DATA_it_codice_fiscale,
      { "RSSMRA85T10A562S", "rssmra85t10a562s" },
      { "RSSMRA85T10A562T", "RSSMRA85Z10A562S", "RSSMRA85T99A562S" } },
    { DATA_nl_bsn, { "111222333", "123456782", "1112.22.333" }, { "111222334", "000000000", "12345678" } },
    { DATA_br_cpf,
      { "529.982.247-25", "52998224725" },
      { "529.982.247-26", "111.111.111-11", "52998.224725" } },
    { DATA_br_cnpj,
      { "11.222.333/0001-81", "11222333000181", "12.ABC.345/01DE-35" },
      { "11.222.333/0001-82", "11222333000182", "12.ABC.345/01DE-36" } },
    { DATA_in_aadhaar,
      { "234123412346", "2341 2341 2346" },
      { "234123412347", "134123412346", "23412341234" } },
    { DATA_in_pan,
      { "ABCPE1234F", "AAACB1234C" },
      { "ABCDE1234F", "ABCPE0000F", "ABCP1234F", "abcpe1234f" } },
    { DATA_ca_sin,
      { "046 454 286", "130692544", "130-692-544" },
      { "046 454 287", "850000007", "13069254" } },
    { DATA_au_tfn, { "123 456 782", "123456782" }, { "123 456 783", "000000000", "1234567" } },
    { DATA_national_id,
      { "T220001293", "44051401359", "811228-9874", "131052-308T", "12.345.678-5", "S1234567D",
        "11010519491231002X", "10000000146", "85.07.30-033.28" },
      { "T220001294", "44051401358", "811228-9875", "131052-308U", "12.345.678-6", "S1234567E",
        "110105194912310021", "10000000147" } },
    { DATA_passport,
      { "L898902C36UTO7408122F1204159ZE184226B<<<<<10", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10" },
      { "L898902C35UTO7408122F1204159ZE184226B<<<<<10", "A<B",
        "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<" } },
    { DATA_driving_licence,
      { "MORGA657054SM9IJ", "SMITH711215AB9XY" },
      { "MORGA699054SM9IJ", "MORGA657054SM9I", "9ORGA657054SM9IJ" } },
    { DATA_vin,
      { "1HGCM82633A004352", "1M8GDM9AXKP042788" },
      { "1HGCM82633A004353", "1HGCM82O33A004352", "12345678901234567", "1HGCM82633A00435" } },
    { DATA_ip_address,
      { "192.0.2.17", "10.1.2.3", "203.0.113.9:8080", "2001:db8::1", "fe80::1ff:fe23:4567:890a",
        "::ffff:192.0.2.128" },
      { "256.1.1.1", "1.2.3", "192.0.2.017", "10.0.19041.1", "12:34:56", "::", "abc::defg",
        "192.0.2.17.4" } },
    { DATA_mac_address,
      { "00:1A:2B:3C:4D:5E", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e" },
      { "00:1A:2B:3C:4D", "00:1A-2B:3C:4D:5E", "00:1G:2B:3C:4D:5E" } },
    { DATA_diagnosis,
      { "E11.9", "J45.909", "S72.001A", "I10", "U07.1" },
      { "e11.9", "11.9", "E1.9", "E11.", "E11.12345", "ABC", "A1B2C3" } },
    { DATA_medical_record,
      { "MRN-0012345", "MRN 123456", "mrn:99887766" },
      { "MRN", "ORD-0012345", "MRN-12" } },
    { DATA_prescription,
      { "0777-3105-02", "50580-449-05", "Amoxicillin 500 mg", "Lisinopril 10mg tablet" },
      { "0777-3105-0", "500 m", "Protein Bar 60 g", "10 pack" } },
    { DATA_blood_group,
      { "A+", "AB-", "O Rh+", "B positive", "0+", "O neg" },
      { "C+", "A", "AA+", "A++", "BB-", "O" } },
    { DATA_bank_account, { "021000021", "12-34-56 12345678" }, { "021000022", "991000021" } },
    { DATA_password_hash,
      { "$2b$12$KIXQ4H7mN8zYp3aVbT1uOeXc5dRfGhJkLmNoPqRsTuVwXyZ012345",
        "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$hash",
        "pbkdf2_sha256$260000$salt$hash=", "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=" },
      { "$2b$", "$20.00", "$price$ is what is asked for", "argon2" } },
    { DATA_private_key,
      { "-----BEGIN "
        "RSA PRIVATE KEY-----\nMIIEow",
        "-----BEGIN "
        "PRIVATE KEY-----\nMIIEvQ",
        "-----BEGIN "
        "OPENSSH PRIVATE KEY-----\nb3Bl" },
      { "-----BEGIN PUBLIC KEY-----\nMIIBIj", "-----BEGIN CERTIFICATE-----\nMIID",
        "PRIVATE KEY is what we need" } },
    { DATA_cloud_key,
      { "AK"
        "IAIOSFODNN7EXAMPLE",
        "gh"
        "p_16C7e42F292c6912E7710c838347Ae178B4a",
        "sk"
        "_live_4eC39HqLyjWDarjtT1zdp7dc",
        "AI"
        "zaSyA1234567890abcdefghijklmnopqrstuv",
        "xo"
        "xb-123456789012-abcdefghijklmnop",
        "gl"
        "pat-ABCDEFGHIJ1234567890",
        "SG"
        ".ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr",
        "np"
        "m_abcdefghijklmnopqrstuvwxyz0123456789" },
      { "AKIAIOSFODNN7", "ghp_short", "sk_live_", "key-of-the-house",
        "secret_of_monkey_island_is_not_a_key_at_all", "AKIAiosfodnn7example" } },
    { DATA_jwt,
      { "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0In0." },
      { "eyJhbGciOiJIUzI1NiJ9", "a.b.c", "www.example.com", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0" } },
    { DATA_access_token,
      { "Bearer 8f14e45fceea167a5a36dedd4bea2543", "Basic dXNlcjpwYXNzd29yZA==" },
      { "Bearer", "Basic plan with more", "bearer of news" } },
    { DATA_connection_string,
      { "postgres://app:s3cret99@db.example.com:5432/shop",
        "Server=db1;Database=shop;User Id=sa;Password=Tr0ub4dor;",
        "jdbc:mysql://db/shop?user=root&password=hunter22", "mongodb+srv://u:p4ssw0rd@cluster0.example.net" },
      { "https://example.com/a:b@c", "postgres://db.example.com/shop", "Server=db1;Database=shop",
        "postgres://app:****@db/shop", "https://user@example.com/" } },
};

static const struct vectors *vectors_of(enum data_class class)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        if (vectors[i].class == class)
            return &vectors[i];
    return NULL;
}

static void every_class_knows_its_own(void **state)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        for (size_t j = 0; j < MOST && vectors[i].are[j]; j++) {
            class_set found = sensitive_value(NULL, slice_of(vectors[i].are[j]));

            if (!(found & CLASS_BIT(vectors[i].class)) || (found & CLASS_WITHIN))
                fail_msg("\"%s\" is of class %s", vectors[i].are[j], data_class_row(vectors[i].class)->name);
        }
}

static void what_only_looks_like_it_is_none(void **state)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        for (size_t j = 0; j < MOST && vectors[i].are_not[j]; j++)
            if (sensitive_value(NULL, slice_of(vectors[i].are_not[j])) & CLASS_BIT(vectors[i].class))
                fail_msg("\"%s\" is not of class %s", vectors[i].are_not[j],
                         data_class_row(vectors[i].class)->name);
}

/* A class without a validator says so: its names must do. */
static void every_class_has_both(void **state)
{
    for (unsigned i = 0; i < DATA_BUILT_IN; i++) {
        const struct data_class_row *row = data_class_row((enum data_class)i);
        const struct vectors *both = vectors_of((enum data_class)i);

        if (row->chance < 1 && (!both || !both->are[0] || !both->are_not[0]))
            fail_msg("class %s needs a value that is of it and one that is not", row->name);
    }
}

static void ordinary_values_are_of_no_class(void **state)
{
    static const char *const values[] = {
        "",
        "a",
        "pending",
        "IN_PROGRESS",
        "true",
        "42",
        "3.14",
        "2024-01-02",
        "2024-01-02T03:04:05Z",
        "en-US",
        "application/json",
        "v1.2.3",
        "550e8400-e29b-41d4-a716-446655440000",
        "507f1f77bcf86cd799439011",
        "USD",
        "Europe/Berlin",
        "ORD-2024-00017",
        "#ff00aa",
        "Blue Cotton Shirt",
        "12:30",
        "https://example.com/images/cat.png",
        "/api/v1/orders",
        "Mozilla/5.0 (X11; Linux x86_64)",
        "10 items",
        "Free shipping on all orders",
    };

    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (sensitive_value(NULL, slice_of(values[i])) & CLASS_ALL)
            fail_msg("\"%s\" is of no class", values[i]);
}

static void rows_are_whole(void **state)
{
    enum data_class class;

    for (unsigned i = 0; i < DATA_BUILT_IN; i++) {
        const struct data_class_row *row = data_class_row((enum data_class)i);

        assert_true(row->name[0] && row->title[0] && row->names[0]);
        assert_true(row->chance >= 0 && row->chance <= 1 && row->passes >= 0 && row->passes < 1 &&
                    row->alike > 0 && row->alike_plain >= row->alike);
        assert_true(data_class_from(slice_of(row->name), &class) && class == (enum data_class)i);
        assert_non_null(data_group_name(row->group));
    }
    assert_null(data_class_row(DATA_BUILT_IN));
    assert_false(data_class_from(SLICE("nothing"), &class));
    assert_true(DATA_BUILT_IN <= DATA_CUSTOM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_class_knows_its_own),
        cmocka_unit_test(what_only_looks_like_it_is_none),
        cmocka_unit_test(every_class_has_both),
        cmocka_unit_test(ordinary_values_are_of_no_class),
        cmocka_unit_test(rows_are_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
