/* SPDX-License-Identifier: Apache-2.0 */
/* Old systems and machines: the ERP with its forms, SOAP and HTTP/1.0, the scales without a name, the monitor that asks
 * everybody whether they are well, and what else runs on a network. */
#include "company.h"

#include <stdio.h>
#include <string.h>

/* Files lie at any depth, as people put them. */
static const char *file_path(struct company *company)
{
    static const char *const shelves[] = {
        "manuals/lamps", "manuals/chargers/eu/rev-b", "price-lists/2025", "price-lists/2026",
        "forms",         "photos/2026/spring/press"
    };
    static const char *const kinds[] = { "pdf", "doc", "xls", "jpg" };
    unsigned luck = dice_below(&company->dice, 6 * 4 * 40);

    return scratch_printf(company->scratch, "/files/%s/%s-%02u.%s", shelves[luck % 6],
                          luck % 5 ? "sheet" : "note", luck / 24, kinds[luck / 6 % 4]);
}

static void file_visit(struct company *company, const char *session)
{
    for (unsigned i = 0; i < 3; i++) {
        struct visit visit =
            company_visit(company, "192.0.2.60", &door_legacy, "Mozilla/4.0 (compatible; MSIE 8.0)", session);

        visit_call(&visit, &(struct call){ .method = "GET",
                                           .target = file_path(company),
                                           .status = 200,
                                           .answer_type = "application/octet-stream",
                                           .answer = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n",
                                           .framing = FRAMING_UNTIL_CLOSE });
        talk_close(&visit.talk);
        company->now = visit.talk.time;
    }
}

static void soap_visit(struct company *company, const char *session)
{
    struct visit visit = company_visit(company, "192.0.2.60", &door_legacy, "Axis/1.4", session);
    unsigned invoice = 88000 + dice_below(&company->dice, 900);

    visit_call(
        &visit,
        &(struct call){
            .method = "POST",
            .target = "/services/InvoiceService",
            .type = "text/xml; charset=utf-8",
            .headers = "SOAPAction: \"urn:lanternfish:GetInvoice\"\r\n",
            .body = scratch_printf(
                company->scratch,
                "<?xml version=\"1.0\"?><soap:Envelope "
                "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                "<GetInvoice "
                "xmlns=\"urn:lanternfish\"><number>%u</number></GetInvoice></soap:Body></soap:Envelope>",
                invoice),
            .status = invoice % 9 ? 200 : 500,
            .answer_type = "text/xml",
            .answer = scratch_printf(company->scratch,
                                     "<?xml version=\"1.0\"?><soap:Envelope "
                                     "xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                                     "<Invoice "
                                     "xmlns=\"urn:lanternfish\"><number>%u</number><total>%u.00</total></"
                                     "Invoice></soap:Body></soap:Envelope>",
                                     invoice, invoice % 700) });
    talk_close(&visit.talk);
    company->now = visit.talk.time;
}

void clerk_visits(struct company *company)
{
    const char *session = scratch_printf(company->scratch, "Cookie: JSESSIONID=%08X5C1E77A0B9%08X\r\n",
                                         0x7a000000u + company->order_count / 50 * 7919,
                                         0x1b2c0000u + company->order_count / 50 * 104729);
    struct product *product = company_product(company);
    struct visit visit =
        company_visit(company, "192.0.2.60", &door_legacy, "Mozilla/4.0 (compatible; MSIE 8.0)", NULL);
    const char *boundary = "----lf7d3a1c";

    if (dice_percent(&company->dice, 30))
        visit_call(&visit, &(struct call){ .method = "POST",
                                           .target = "/login.do",
                                           .type = "application/x-www-form-urlencoded",
                                           .body = "user=clerk4&password=winter2019",
                                           .status = 302,
                                           .answer_headers = scratch_printf(
                                               company->scratch, "Location: /menu.do\r\nSet-%s", session) });
    visit.credentials = session;
    visit_call(&visit, &(struct call){ .method = "POST",
                                       .target = "/cgi-bin/stock.cgi",
                                       .type = "application/x-www-form-urlencoded",
                                       .status = 200,
                                       .answer_type = "text/html; charset=iso-8859-1",
                                       .body = scratch_printf(
                                           company->scratch, "action=%s&sku=%s&qty=%u&note=%s",
                                           product->stock % 3 ? "book" : "count", product->sku,
                                           1 + product->stock % 40, product->stock % 2 ? "" : "shelf+moved"),
                                       .answer = "<html><body><b>OK</b></body></html>" });
    if (dice_percent(&company->dice, 30))
        visit_call(
            &visit,
            &(struct call){
                .method = "POST",
                .target = "/cgi-bin/upload.cgi",
                .type = scratch_printf(company->scratch, "multipart/form-data; boundary=%s", boundary),
                .status = 200,
                .answer_type = "text/plain",
                .answer = "stored\n",
                .body = scratch_printf(company->scratch,
                                       "--%s\r\nContent-Disposition: form-data; "
                                       "name=\"supplier\"\r\n\r\n%u\r\n--%s\r\nContent-Disposition: "
                                       "form-data; name=\"invoice\"; filename=\"scan.pdf\"\r\n"
                                       "Content-Type: application/pdf\r\n\r\n%%PDF-1.4 scan\r\n--%s--\r\n",
                                       boundary, 40 + product->stock % 9, boundary, boundary) });
    talk_close(&visit.talk);
    company->now = visit.talk.time;
    if (dice_percent(&company->dice, 60))
        soap_visit(company, session);
    if (dice_percent(&company->dice, 50))
        file_visit(company, session);
}

void scales_report(struct company *company)
{
    struct visit visit = company_visit(company, "192.0.2.32", &door_scales, "scale-fw/12", NULL);
    unsigned grams = 200 + dice_below(&company->dice, 9000);

    visit_call(&visit, &(struct call){ .method = "POST",
                                       .target = "/weights",
                                       .type = "application/json",
                                       .status = 204,
                                       .body = scratch_printf(
                                           company->scratch, "{\"scale\":%u,\"grams\":%u,\"at\":\"%s\"}",
                                           1 + grams % 4, grams, company_time(company, company->now)) });
    talk_close(&visit.talk);
}

void monitor_visits(struct company *company)
{
    const struct door *const doors[] = { &door_accounts, &door_orders, &door_payments, &door_catalogue };

    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        struct visit visit = company_visit(company, "192.0.2.5", doors[i], "kube-probe/1.31", NULL);
        struct call calls[2] = { { .method = "GET",
                                   .target = "/healthz",
                                   .status = 200,
                                   .answer_type = "text/plain",
                                   .answer = "ok" },
                                 { .method = "GET",
                                   .target = "/ready",
                                   .status = 200,
                                   .answer_type = "text/plain",
                                   .answer = "ok" } };

        visit_pipeline(&visit, calls, 2);
        talk_close(&visit.talk);
        company->now = visit.talk.time;
    }
}

void background_hums(struct company *company)
{
    static const char postgres[] = "\0\0\0\x29\0\3\0\0user\0orders\0database\0orders\0\0";
    static const char sorry[] = "R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0";
    static const char dns[] = "\x3a\x51\1\0\0\1\0\0\0\0\0\0\4shop\x0blanternfish\7example\0\0\1\0\1";
    struct talk talk;

    talk_datagram(company->capture, company->now, peer_of("192.0.2.13", 53124), peer_of("192.0.2.2", 53), dns,
                  sizeof dns - 1);
    talk_open(&talk, company->capture, peer_of("192.0.2.11", company->next_port++),
              peer_of("192.0.2.40", 5432), company->now, false);
    talk_send(&talk, true, postgres, sizeof postgres - 1, TROUBLE_NONE);
    talk_send(&talk, false, sorry, sizeof sorry - 1, TROUBLE_NONE);
    talk_close(&talk);
}
