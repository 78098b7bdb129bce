/* SPDX-License-Identifier: Apache-2.0 */
/* Faults as SARIF 2.1.0, for code scanning. The rules of the formats are listed, so that a rule keeps its index; faults of
 * reading (broken YAML, duplicate keys) name theirs only. */
#include "check/check.h"
#include "cli/sarif.h"
#include "cli/spec_validate.h"

static const char *level_of(enum fault_kind kind)
{
    return kind == FAULT_WARNING ? "warning" : "error";
}

static void rule_object(struct sarif *sarif, const struct check_rule_row *rule)
{
    sarif_object(sarif, NULL);
    sarif_text(sarif, "id", slice_of(rule->name));
    sarif_fixed(sarif, "shortDescription", rule->text);
    sarif_object(sarif, "defaultConfiguration");
    sarif_text(sarif, "level", slice_of(level_of(rule->kind)));
    sarif_close(sarif);
    sarif_close(sarif);
}

static void open_rules(struct validation_page *page)
{
    sarif_begin(&page->sarif, page->out, page->account);
    for (size_t i = 0; i < check_rule_count; i++)
        rule_object(&page->sarif, &check_rule_table[i]);
    sarif_rules_end(&page->sarif);
}

static void begin(struct validation_page *page)
{
    open_rules(page);
    sarif_results(&page->sarif);
}

static void name_rule(struct sarif *sarif, const char *name)
{
    sarif_text(sarif, "ruleId", slice_of(name));
    for (size_t i = 0; i < check_rule_count; i++) {
        if (strcmp(check_rule_table[i].name, name) == 0)
            sarif_number(sarif, "ruleIndex", i);
    }
}

static void result(struct sarif *sarif, enum fault_kind kind, const char *rule, struct slice text,
                   struct position at)
{
    sarif_object(sarif, NULL);
    name_rule(sarif, rule);
    sarif_text(sarif, "level", slice_of(level_of(kind)));
    sarif_message(sarif, text);
    sarif_array(sarif, "locations");
    sarif_object(sarif, NULL);
    sarif_physical(sarif, at);
    sarif_close(sarif);
    sarif_close(sarif);
    sarif_close(sarif);
    sarif_pace(sarif);
}

/* What could not even be opened has no fault of its own, but must not look clean. */
static void document(struct validation_page *page, const struct validation *validation)
{
    const struct tree_file file = { .path = validation->path, .real = validation->path };
    const struct position whole = { &file, 0, 0 };

    for (const struct fault *fault = validation->faults->first; fault; fault = fault->next)
        result(&page->sarif, fault->kind, fault->rule, fault->text, fault->at.file ? fault->at : whole);
    if (validation->validity == VALIDITY_UNREADABLE && !validation->faults->first)
        result(&page->sarif, FAULT_FATAL, "unreadable-document", slice_of(validation->error), whole);
    page->sarif.file = NULL; /* its text goes with the document */
}

static void end(struct validation_page *page, const struct validation_totals *totals)
{
    struct sarif *sarif = &page->sarif;

    sarif_results_end(sarif);
    sarif_array(sarif, "invocations");
    sarif_object(sarif, NULL);
    sarif_boolean(sarif, "executionSuccessful",
                  totals->by_validity[VALIDITY_UNCERTAIN] + totals->by_validity[VALIDITY_UNREADABLE] == 0);
    sarif_close(sarif);
    sarif_close(sarif);
    sarif_end(sarif);
}

static void rules(struct validation_page *page)
{
    open_rules(page);
    sarif_results(&page->sarif);
    sarif_results_end(&page->sarif);
    sarif_end(&page->sarif);
}

const struct validation_form validation_sarif = {
    .name = "sarif", .begin = begin, .document = document, .end = end, .rules = rules
};
