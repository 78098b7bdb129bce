/* SPDX-License-Identifier: Apache-2.0 */
/* Security: what the document demands, and what is really given and accepted. */
#include "drift/holding.h"

/* Whether some alternative can be met with nothing that we could see: no credential, or one of the connection's. */
static bool may_be_invisible(const struct contract_operation *operation)
{
    for (size_t i = 0; i < operation->security_count; i++) {
        const struct contract_alternative *alternative = &operation->security[i];
        bool visible = false;

        for (size_t j = 0; j < alternative->count; j++) {
            enum contract_scheme_kind kind = alternative->requirements[j].scheme->kind;

            visible |= kind != CONTRACT_MUTUAL_TLS && kind != CONTRACT_SCHEME_UNKNOWN;
        }
        if (!visible)
            return true;
    }
    return operation->security_count == 0;
}

static bool is_authorization(const struct contract_scheme *scheme)
{
    return scheme->kind == CONTRACT_API_KEY && scheme->place == CONTRACT_HEADER &&
           slice_eq_nocase(scheme->name, SLICE("Authorization"));
}

static bool key_agrees(const struct contract_scheme *promised, const struct security_scheme *seen)
{
    return seen->kind == SECURITY_API_KEY && promised->place == parameter_place(seen->place) &&
           (seen->place == PLACE_HEADER ? slice_eq_nocase(promised->name, seen->name)
                                        : slice_eq(promised->name, seen->name));
}

/* An API key named Authorization covers whatever stands in that field. */
static bool scheme_agrees(const struct contract_scheme *promised, const struct security_scheme *seen)
{
    bool in_authorization =
        seen->kind != SECURITY_API_KEY ||
        (seen->place == PLACE_HEADER && slice_eq_nocase(seen->name, SLICE("Authorization")));

    if (is_authorization(promised))
        return in_authorization;
    switch (promised->kind) {
    case CONTRACT_BEARER:
        return seen->kind == SECURITY_BEARER || (in_authorization && seen->kind == SECURITY_API_KEY);
    case CONTRACT_BASIC: return seen->kind == SECURITY_BASIC;
    case CONTRACT_DIGEST: return seen->kind == SECURITY_DIGEST;
    case CONTRACT_HTTP_OTHER:
        return seen->kind == SECURITY_HTTP_OTHER && slice_eq_nocase(promised->name, seen->name);
    case CONTRACT_API_KEY: return key_agrees(promised, seen);
    case CONTRACT_MUTUAL_TLS:
    case CONTRACT_SCHEME_UNKNOWN: return true;
    }
    return false;
}

static bool is_promised(const struct contract_operation *operation, const struct security_scheme *seen)
{
    for (size_t i = 0; i < operation->security_count; i++)
        for (size_t j = 0; j < operation->security[i].count; j++)
            if (scheme_agrees(operation->security[i].requirements[j].scheme, seen))
                return true;
    return false;
}

/* A key whose name gives nothing away is learned as an ordinary parameter. */
static bool is_sent_as_parameter(const struct held_endpoint *at)
{
    const struct contract_operation *operation = at->said;

    for (size_t i = 0; i < operation->security_count; i++)
        for (size_t j = 0; j < operation->security[i].count; j++) {
            const struct contract_scheme *scheme = operation->security[i].requirements[j].scheme;

            for (size_t k = 0; k < at->endpoint->parameter_count && scheme->kind == CONTRACT_API_KEY; k++)
                if (slice_eq_nocase(at->endpoint->parameters[k].name, scheme->name))
                    return true;
        }
    return false;
}

static struct slice promised_names(const struct held_endpoint *at)
{
    struct slice names = SLICE("");

    for (size_t i = 0; i < at->said->security_count; i++)
        for (size_t j = 0; j < at->said->security[i].count; j++)
            names = arena_printf(at->holding->arena, "%.*s%s%.*s", SLICE_ARG(names),
                                 j   ? " and "
                                 : i ? " or "
                                     : "",
                                 SLICE_ARG(at->said->security[i].requirements[j].scheme->id));
    return names;
}

static struct slice seen_names(const struct endpoint *endpoint, struct arena *arena)
{
    struct slice names = SLICE("");

    for (size_t i = 0; i < endpoint->security_count; i++)
        if (endpoint->security[i].accepted)
            names = arena_printf(arena, "%.*s%s%.*s", SLICE_ARG(names), names.len ? " or " : "",
                                 SLICE_ARG(endpoint->security[i].scheme->id));
    return names;
}

static struct drift_row *security_row(const struct held_endpoint *at, enum drift_kind kind, uint64_t count)
{
    struct drift_row *row = row_add_for(at, kind);

    row->location = SLICE("security");
    row->at = at->said->security_said ? at->said->security_at : at->said->at;
    row->documented = at->said->security_count ? promised_names(at) : SLICE("open");
    row->observed = seen_names(at->endpoint, at->holding->arena);
    row->support.count = count;
    row->of = at->endpoint->by_class[1] + at->endpoint->by_class[2] + at->endpoint->by_class[3];
    return row;
}

static uint64_t accepted_with_credential(const struct endpoint *endpoint)
{
    uint64_t most = 0;

    for (size_t i = 0; i < endpoint->security_count; i++)
        most = endpoint->security[i].accepted > most ? endpoint->security[i].accepted : most;
    return most;
}

static void compare_open(const struct held_endpoint *at)
{
    struct drift_row *row;

    /* Silence about security of an operation that is documented elsewhere promises nothing here. */
    if (!at->endpoint->security_required || (at->held->is_guess && !at->said->security_own))
        return;
    row = security_row(at, DRIFT_UNDOCUMENTED_SECURITY, accepted_with_credential(at->endpoint));
    row->is_place_to_add = !at->said->security_said;
    row->summary = row_printf(at->holding, "All %llu accepted calls carried a credential (%.*s).",
                              (unsigned long long)row->of, SLICE_ARG(row->observed));
    row->proposal = row_printf(at->holding,
                               "Add `security` with %.*s, or find out whether calls without it are answered.",
                               SLICE_ARG(row->observed));
}

static void compare_demanded(const struct held_endpoint *at)
{
    const struct endpoint *endpoint = at->endpoint;
    uint64_t others = 0, accepted = 0;
    struct drift_row *row;

    if (may_be_invisible(at->said) || is_sent_as_parameter(at))
        return;
    /* A redirect to a log-in page is no answer. */
    if (endpoint->anonymous_accepted && !endpoint->by_class[3]) {
        row = security_row(at, DRIFT_SECURITY_NOT_ENFORCED, endpoint->anonymous_accepted);
        row->observed = SLICE("none");
        row->summary = row_printf(at->holding, "Answered %llu times without any credential.",
                                  (unsigned long long)endpoint->anonymous_accepted);
        row->proposal =
            SLICE("Enforce what is documented; if it is meant to be open, document `security: []`.");
    }
    for (size_t i = 0; i < endpoint->security_count; i++) {
        accepted += endpoint->security[i].accepted;
        others += is_promised(at->said, endpoint->security[i].scheme) ? 0 : endpoint->security[i].accepted;
    }
    if (accepted && others == accepted) {
        row = security_row(at, DRIFT_SECURITY_SCHEME_MISMATCH, others);
        row->summary = row_printf(at->holding, "Documented: %.*s; given and accepted: %.*s.",
                                  SLICE_ARG(row->documented), SLICE_ARG(row->observed));
        row->proposal = row_printf(at->holding, "Document %.*s, or refuse it.", SLICE_ARG(row->observed));
    }
}

void security_compare(const struct held_endpoint *at)
{
    if (at->said->security_count == 0)
        compare_open(at);
    else
        compare_demanded(at);
}
