/* SPDX-License-Identifier: Apache-2.0 */
/* Documents with their faults as one JSON document with members in a stable order. */
#include "check/check.h"
#include "cli/json_member.h"
#include "cli/spec_faults.h"
#include "cli/spec_validate.h"

static void begin(struct validation_page *page)
{
    json_begin_object(&page->json);
    member_array(&page->json, "documents");
}

static void fault_object(struct validation_page *page, const struct fault *fault)
{
    json_begin_object(&page->json);
    member_text(&page->json, "file", fault->at.file ? fault->at.file->path : SLICE(""));
    member_number(&page->json, "line", fault->at.line);
    member_number(&page->json, "column", fault->at.column);
    member_text(&page->json, "kind", slice_of(spec_fault_kind(fault->kind)));
    member_text(&page->json, "rule", slice_of(fault->rule));
    member_text(&page->json, "text", fault->text);
    json_end(&page->json);
    output_json(page->out, &page->part);
}

static void document(struct validation_page *page, const struct validation *validation)
{
    const struct contract *contract = validation->contract;
    const struct faults *faults = validation->faults;
    size_t all = faults->errors + faults->fatals + faults->warnings;

    json_begin_object(&page->json);
    member_text(&page->json, "file", validation->path);
    member_text(&page->json, "format", slice_of(contract ? contract_format_name(contract->format) : ""));
    member_text(&page->json, "version", contract ? contract->version : SLICE(""));
    member_text(&page->json, "title", contract ? contract->title : SLICE(""));
    member_text(&page->json, "validity", slice_of(validity_name(validation->validity)));
    member_text(&page->json, "reason", slice_of(validation->error));
    member_number(&page->json, "errors", faults->errors + faults->fatals);
    member_number(&page->json, "warnings", faults->warnings);
    member_number(&page->json, "unlisted", all - spec_fault_listed(faults));
    member_array(&page->json, "faults");
    for (const struct fault *fault = faults->first; fault; fault = fault->next)
        fault_object(page, fault);
    json_end(&page->json);
    json_end(&page->json);
    output_json(page->out, &page->part);
}

static void end(struct validation_page *page, const struct validation_totals *totals)
{
    json_end(&page->json);
    json_key(&page->json, SLICE("totals"));
    json_begin_object(&page->json);
    for (int i = 0; i < VALIDITIES; i++)
        member_number(&page->json, validity_name((enum validity)i), totals->by_validity[i]);
    member_number(&page->json, "errors", totals->errors);
    member_number(&page->json, "warnings", totals->warnings);
    json_end(&page->json);
    json_end(&page->json);
    buffer_byte(&page->part, '\n');
    output_json(page->out, &page->part);
}

static void rules(struct validation_page *page)
{
    json_begin_object(&page->json);
    member_array(&page->json, "rules");
    for (size_t i = 0; i < check_rule_count; i++) {
        json_begin_object(&page->json);
        member_text(&page->json, "rule", slice_of(check_rule_table[i].name));
        member_text(&page->json, "kind", slice_of(spec_fault_kind(check_rule_table[i].kind)));
        member_text(&page->json, "text", slice_of(check_rule_table[i].text));
        json_end(&page->json);
    }
    json_end(&page->json);
    json_end(&page->json);
    buffer_byte(&page->part, '\n');
    output_json(page->out, &page->part);
}

const struct validation_form validation_json = {
    .name = "json", .begin = begin, .document = document, .end = end, .rules = rules
};
