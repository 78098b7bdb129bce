/* SPDX-License-Identifier: Apache-2.0 */
/* Documents with their faults as one JSON document with members in a stable order. */
#include "check/check.h"
#include "cli/spec_faults.h"
#include "cli/spec_validate.h"

static void text(struct validation_page *page, const char *name, struct slice value)
{
    json_key(&page->json, slice_of(name));
    json_string(&page->json, value.at ? value : SLICE(""));
}

static void number(struct validation_page *page, const char *name, uint64_t value)
{
    json_key(&page->json, slice_of(name));
    json_unsigned(&page->json, value);
}

static void array(struct validation_page *page, const char *name)
{
    json_key(&page->json, slice_of(name));
    json_begin_array(&page->json);
}

static void begin(struct validation_page *page)
{
    json_begin_object(&page->json);
    array(page, "documents");
}

static void fault_object(struct validation_page *page, const struct fault *fault)
{
    json_begin_object(&page->json);
    text(page, "file", fault->at.file ? fault->at.file->path : SLICE(""));
    number(page, "line", fault->at.line);
    number(page, "column", fault->at.column);
    text(page, "kind", slice_of(spec_fault_kind(fault->kind)));
    text(page, "rule", slice_of(fault->rule));
    text(page, "text", fault->text);
    json_end(&page->json);
    output_json(page->out, &page->part);
}

static void document(struct validation_page *page, const struct validation *validation)
{
    const struct contract *contract = validation->contract;
    const struct faults *faults = validation->faults;
    size_t all = faults->errors + faults->fatals + faults->warnings;

    json_begin_object(&page->json);
    text(page, "file", validation->path);
    text(page, "format", slice_of(contract ? contract_format_name(contract->format) : ""));
    text(page, "version", contract ? contract->version : SLICE(""));
    text(page, "title", contract ? contract->title : SLICE(""));
    text(page, "validity", slice_of(validity_name(validation->validity)));
    text(page, "reason", slice_of(validation->error));
    number(page, "errors", faults->errors + faults->fatals);
    number(page, "warnings", faults->warnings);
    number(page, "unlisted", all - spec_fault_listed(faults));
    array(page, "faults");
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
        number(page, validity_name((enum validity)i), totals->by_validity[i]);
    number(page, "errors", totals->errors);
    number(page, "warnings", totals->warnings);
    json_end(&page->json);
    json_end(&page->json);
    buffer_byte(&page->part, '\n');
    output_json(page->out, &page->part);
}

static void rules(struct validation_page *page)
{
    json_begin_object(&page->json);
    array(page, "rules");
    for (size_t i = 0; i < check_rule_count; i++) {
        json_begin_object(&page->json);
        text(page, "rule", slice_of(check_rule_table[i].name));
        text(page, "kind", slice_of(spec_fault_kind(check_rule_table[i].kind)));
        text(page, "text", slice_of(check_rule_table[i].text));
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
