/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/context.h"

#define NEIGHBOURS_MOST 32
#define PARENTS_MOST 3

static enum name_strength strongest(const struct name_meaning *meaning)
{
    enum name_strength most = NAME_SILENT;

    for (size_t i = 0; i < meaning->count; i++)
        most = meaning->meant[i].strength > most ? meaning->meant[i].strength : most;
    return most;
}

/* A parent lends its words, not all its weight: {"session": {"id": 7}} may be a training session. */
static void weaken(struct name_meaning *meaning)
{
    for (size_t i = 0; i < meaning->count; i++) {
        const struct data_class_row *row = data_class_row(meaning->meant[i].class);

        if (row && row->group == GROUP_CREDENTIAL && meaning->meant[i].strength == NAME_SURE)
            meaning->meant[i].strength = NAME_LIKELY;
    }
}

/* "value" below "customer" is hardly the customer's name: what parents only hint at is left out. */
static void leave_hints_out(struct name_meaning *meaning)
{
    size_t kept = 0;

    for (size_t i = 0; i < meaning->count; i++)
        if (meaning->meant[i].strength == NAME_SURE)
            meaning->meant[kept++] = meaning->meant[i];
    meaning->count = kept;
}

static void own_meaning(const struct classifier *classifier, const struct field_look *look,
                        struct name_meaning *ret)
{
    struct name_terms terms;
    struct name_meaning with;

    name_split(look->name, &terms);
    name_meaning(&terms, classifier, ret);
    for (size_t i = 0; i < look->parent_count && i < PARENTS_MOST && strongest(ret) < NAME_SURE; i++) {
        struct name_terms parent;
        bool was_neutral = ret->is_neutral;

        name_split(look->parents[i], &parent);
        name_prepend(&terms, &parent);
        name_meaning(&terms, classifier, &with);
        if (!was_neutral)
            weaken(&with);
        else if (look->name.len)
            leave_hints_out(&with);
        if (with.is_other || strongest(&with) > strongest(ret))
            *ret = with;
        if (!was_neutral && i > 0)
            break;
    }
}

static bool has_word(const struct name_terms *terms, const char *const *list, size_t count)
{
    for (size_t i = 0; i < terms->count; i++)
        if (slice_is_among_nocase(terms->words[i], list, count))
            return true;
    return false;
}
#define HAS_WORD(terms, list) has_word((terms), (list), sizeof(list) / sizeof *(list))

static void look_beside(const struct classifier *classifier, const struct field_look *look,
                        struct context *ret)
{
    static const char *const expiry[] = { "expiry", "expire", "expires", "exp", "valid" };

    for (size_t i = 0; i < look->neighbour_count && i < NEIGHBOURS_MOST; i++) {
        struct name_terms terms;
        struct name_meaning meaning;

        name_split(look->neighbours[i], &terms);
        name_meaning(&terms, classifier, &meaning);
        for (size_t j = 0; j < meaning.count; j++)
            if (meaning.meant[j].strength == NAME_SURE)
                ret->beside |= CLASS_BIT(meaning.meant[j].class);
        ret->has_expiry |= HAS_WORD(&terms, expiry);
    }
}

static void look_at_path(struct slice path, struct context *ret)
{
    static const char *const people[] = { "user",       "customer",  "employee", "profile",   "contact",
                                          "member",     "people",    "person",   "client",    "patient",
                                          "student",    "passenger", "guest",    "applicant", "candidate",
                                          "subscriber", "me",        "staff",    "driver" };
    static const char *const money[] = { "payment",  "card",   "checkout", "billing", "bank",
                                         "transfer", "payout", "wallet",   "account", "payroll" };
    static const char *const health[] = { "patient",      "medical", "health", "hospital",  "diagnosis",
                                          "prescription", "clinic",  "lab",    "pharmacy",  "encounter",
                                          "claim",        "donor",   "fhir",   "medication" };
    static const char *const signing_in[] = { "auth",     "login",      "token",  "session",
                                              "oauth",    "oauth2",     "signup", "register",
                                              "password", "credential", "2fa",    "mfa",
                                              "otp",      "verify",     "api",    "secret" };
    static const char *const things[] = { "order",   "invoice", "tracking",  "shipment", "product", "catalog",
                                          "metric",  "log",     "inventory", "item",     "sku",     "build",
                                          "release", "event",   "article",   "report" };
    struct name_terms terms;

    name_split(path, &terms);
    ret->people = HAS_WORD(&terms, people);
    ret->money = HAS_WORD(&terms, money);
    ret->health = HAS_WORD(&terms, health);
    ret->signing_in = HAS_WORD(&terms, signing_in);
    ret->things = HAS_WORD(&terms, things);
}

void context_of(const struct classifier *classifier, const struct field_look *look, struct context *ret)
{
    *ret = (struct context){ 0 };
    own_meaning(classifier, look, &ret->own);
    ret->is_nameless = ret->own.is_neutral;
    look_beside(classifier, look, ret);
    look_at_path(look->path, ret);
}

#define PEOPLE                                                                                               \
    (CLASS_BIT(DATA_email) | CLASS_BIT(DATA_phone) | CLASS_BIT(DATA_person_name) |                           \
     CLASS_BIT(DATA_birth_date) | CLASS_BIT(DATA_address) | CLASS_BIT(DATA_us_ssn) |                         \
     CLASS_BIT(DATA_passport) | CLASS_BIT(DATA_national_id))
#define HEALTH                                                                                               \
    (CLASS_BIT(DATA_diagnosis) | CLASS_BIT(DATA_medical_record) | CLASS_BIT(DATA_prescription) |             \
     CLASS_BIT(DATA_blood_group) | CLASS_BIT(DATA_uk_nhs))
#define BANK                                                                                                 \
    (CLASS_BIT(DATA_iban) | CLASS_BIT(DATA_bank_account) | CLASS_BIT(DATA_balance) |                         \
     CLASS_BIT(DATA_payment_card) | CLASS_BIT(DATA_card_code))

static unsigned count_bits(class_set set)
{
    return (unsigned)__builtin_popcountll(set);
}

static double beside_odds(const struct context *context, enum data_class class, enum data_group group)
{
    class_set others = context->beside & ~CLASS_BIT(class);
    double odds = 0;

    if (group == GROUP_CONTACT || group == GROUP_IDENTITY)
        odds += 0.7 * (count_bits(others & PEOPLE) < 3 ? count_bits(others & PEOPLE) : 3);
    if (group == GROUP_MEDICAL)
        odds += (others & HEALTH ? 1.5 : 0) + (others & PEOPLE ? 0.5 : 0);
    if (group == GROUP_FINANCIAL)
        odds += others & BANK ? 1.5 : 0;
    if (class == DATA_payment_card && context->has_expiry)
        odds += 2;
    if (class == DATA_coordinates && (context->beside & CLASS_BIT(class)))
        odds += 2.5;
    if (class == DATA_password && (context->beside & CLASS_BIT(DATA_email)))
        odds += 1.5;
    return odds;
}

static double path_odds(const struct context *context, enum data_group group)
{
    switch (group) {
    case GROUP_CONTACT: return (context->people ? 1 : 0) - (context->things && !context->people ? 0.3 : 0);
    case GROUP_IDENTITY: return (context->people ? 1 : 0) - (context->things && !context->people ? 0.5 : 0);
    case GROUP_MEDICAL: return context->health ? 1.5 : 0;
    case GROUP_FINANCIAL: return (context->money ? 1 : 0) - (context->things && !context->money ? 0.3 : 0);
    case GROUP_CREDENTIAL: return context->signing_in ? 0.7 : 0;
    default: return 0;
    }
}

double context_odds(const struct context *context, enum data_class class, enum data_group group)
{
    return beside_odds(context, class, group) + path_odds(context, group);
}
