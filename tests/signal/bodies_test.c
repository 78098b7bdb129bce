/* SPDX-License-Identifier: Apache-2.0 */
#include "base/check.h"
#include "signal/read.h"

#include <stdio.h>

static struct shown post(const char *type, const char *body)
{
    return (struct shown){ .method = "POST", .asked = type, .body = body };
}

#define XML "Content-Type: application/xml"

static void declarations_in_xml_are_told_by_their_kind(void **state)
{
    assert_told(post(XML, "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///c'>]><a/>"), "dtd_taken external entity");
    assert_told(post(XML, "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "dtd_taken entity");
    assert_told(post(XML, " <!DOCTYPE a SYSTEM 'x.dtd'><a/>"), "dtd_taken DOCTYPE");
    assert_nothing_told(post(XML, "<a>&lt;!DOCTYPE b</a>"), FACT_dtd_taken);
    assert_nothing_told(post("Content-Type: text/html", "<!DOCTYPE html><p>"), FACT_dtd_taken);
    assert_told(post(XML, "<!DOCTYPE svg [<!ENTITY b SYSTEM 'file:///c'>]><svg/>"),
                "dtd_taken external entity");
}

static void a_body_in_disguise_is_told(void **state)
{
    assert_told(post("Content-Type: text/plain", "{\"a\": 1}"), "body_disguised JSON as text/plain");
    assert_told(post("Content-Type: application/x-www-form-urlencoded", "{\"a\": 1}"),
                "body_disguised JSON as a form");
    assert_told(post("Content-Type: application/json", "<a/>"), "body_disguised XML as JSON");
    assert_nothing_told(post("Content-Type: text/plain", "{a}"), FACT_body_disguised);
    assert_nothing_told(post("Content-Type: application/vnd.a+json", "{\"a\": 1}"), FACT_body_disguised);
    assert_nothing_told(post(NULL, "{\"a\": 1}"), FACT_body_disguised);
}

static struct shown upload(const char *name, const char *type)
{
    static char body[512];

    snprintf(body, sizeof body,
             "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"%s\"\r\nContent-Type: "
             "%s\r\n\r\nx\r\n--b--",
             name, type);
    return post("Content-Type: multipart/form-data; boundary=b", body);
}

static void uploads_are_told_by_kind(void **state)
{
    struct shown refused = upload("a.php", "text/plain");

    assert_told(upload("a.png", "image/png"), "upload_taken file: png");
    assert_told(upload("a.php.jpg", "image/jpeg"), "upload_taken program: php");
    assert_told(upload("a", "image/svg+xml"), "upload_taken page: image/svg+xml");
    assert_told(upload("../../a.png", "image/png"), "upload_taken path: ../");
    assert_told(upload("annas.secret name", "a/b"), "upload_taken file: none");
    refused.status = 415;
    assert_told(refused, "upload_refused 415");
    assert_nothing_told(refused, FACT_upload_taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(declarations_in_xml_are_told_by_their_kind),
        cmocka_unit_test(a_body_in_disguise_is_told),
        cmocka_unit_test(uploads_are_told_by_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
