/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/checks.h"
#include "sensitive/sensitive.h"

static void check(struct output *out, const struct check *check)
{
    buffer_printf(&out->text, "### %s\n\n**%s.** %s\n\n*What to do.* %s\n\n", check->id, check->title,
                  check->why, check->fix);
    buffer_printf(&out->text, "Severity: %s", severity_name(check->severity));
    if (*check->owasp)
        buffer_printf(&out->text, " · OWASP %s", check->owasp);
    if (check->cwe)
        buffer_printf(&out->text, " · [CWE-%u](https://cwe.mitre.org/data/definitions/%u.html)", check->cwe,
                      check->cwe);
    buffer_text(&out->text, "\n\n");
}

static void group(struct output *out, enum check_group group)
{
    bool any = false;

    for (size_t i = 0; check_table[i]; i++) {
        if (check_table[i]->group != group)
            continue;
        if (!any)
            buffer_printf(&out->text, "## %s\n\n", check_group_title(group));
        any = true;
        check(out, check_table[i]);
    }
}

static void classes(struct output *out)
{
    buffer_text(&out->text,
                "## Classes of sensitive data\n\n"
                "A field holds a class when its values pass the class's validator, its name says so, or "
                "both; the less a\nvalidator excludes, the more the name must say. `.plainsight.yaml` "
                "adds classes.\n\n"
                "| class | what it is | about | severity |\n|---|---|---|---|\n");
    for (unsigned i = 0; i < DATA_BUILT_IN; i++) {
        const struct data_class_row *row = data_class_row((enum data_class)i);

        buffer_printf(&out->text, "| `%s` | %s | %s | %s |\n", row->name, row->title,
                      data_group_name(row->group), severity_name(row->severity));
    }
}

void checks_print_markdown(struct output *out)
{
    buffer_text(&out->text,
                "<!-- Made by 'plainsight checks --format markdown'; do not edit. -->\n"
                "# Checks\n\n"
                "What `plainsight findings` looks for, by group. Severities are those of the usual "
                "case: a place may raise or lower\nthem, and says why in its evidence.\n\n");
    for (int i = 0; i < CHECK_GROUPS; i++)
        group(out, (enum check_group)i);
    classes(out);
}
