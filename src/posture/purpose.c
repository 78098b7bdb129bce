/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/purpose.h"

#include "base/byte.h"
#include "posture/purpose_look.h"

/* Words of fields. */
#define SECRETS                                                                                              \
    "password passwd pwd pass passphrase userpassword loginpassword granttype clientsecret secretkey "       \
    "clientassertion idtoken credentials"
#define PASSWORDS "password passwd pwd pass passphrase userpassword plainpassword"
#define NEW_PASSWORDS                                                                                        \
    "newpassword newpass newpwd passwordnew oldpassword currentpassword oldpass passwordcurrent"
#define TOKENS                                                                                               \
    "token accesstoken authtoken authenticationtoken jwt jwttoken idtoken sessiontoken sessionid sid "       \
    "bearertoken "                                                                                           \
    "apitoken authorizationtoken usertoken access"
#define PEOPLE                                                                                               \
    "email emailaddress mail username user login phone phonenumber mobile msisdn name firstname lastname"
#define RECIPIENTS                                                                                           \
    "email emailaddress emails to recipient recipients mobile mobilenumber phone phonenumber msisdn number " \
    "tel "                                                                                                   \
    "invitee"
#define CODES                                                                                                \
    "code otp otpcode pin passcode token totp mfacode verificationcode smscode answer securityanswer "       \
    "coupon "                                                                                                \
    "couponcode voucher vouchercode giftcard giftcardcode giftcode promo promocode promotioncode "           \
    "discountcode"
#define AMOUNTS                                                                                              \
    "amount amountcents total totalamount currency currencycode price card cardnumber cardid iban "          \
    "paymentmethod "                                                                                         \
    "paymentmethodid paymentid paymentintent paymenttoken creditcard sum value"

static bool is_login(const struct look *look)
{
    static const char strong[] = "login signin logon dologin userlogin loginuser authenticate authentication";
    static const char weak[] =
        "token tokens accesstoken session sessions auth oauth authorize jwt logins sso";
    bool says = look_end_says(look, strong) || look_last_says(look, weak);
    bool asks = look_asks(look, SECRETS), gives = look_hands_out(look, TOKENS);

    if (asks && (says || (look->is_post && gives)))
        return true;
    if (!look->is_post || look->ends_in_parameter)
        return false;
    if (look_last_is(look, "login signin logon authenticate"))
        return true;
    return gives && !look->endpoint->security_required &&
           (says || look_asks(look, "otp otpcode totp passcode smscode verificationcode"));
}

static bool is_logout(const struct look *look)
{
    if (look_end_says(look, "logout signout logoff signoff endsession logoutall"))
        return true;
    if (slice_eq(look->endpoint->method, SLICE("DELETE")) && look_end_says(look, "session sessions login"))
        return !look->ends_in_parameter || look_last_says(look, "session sessions");
    return look->is_post && look_last_says(look, "revoke") &&
           look_any_says(look, "oauth token tokens auth session");
}

static bool is_reset(const struct look *look)
{
    static const char ways[] =
        "forgotpassword forgetpassword resetpassword passwordreset passwordresets passwordrecovery "
        "recoverpassword changepassword passwordchange updatepassword setpassword newpassword "
        "lostpassword passwordforgot passwordforgotten forgottenpassword recoveraccount "
        "accountrecovery resetpwd forgotpwd changepwd passwordlost passwordupdate resetcredentials";

    if (look_end_says(look, ways) || look_end_is(look, ways))
        return true;
    if (!look->writes || slice_eq(look->endpoint->method, SLICE("DELETE")))
        return false;
    if (look_last_is(look, "password passwords passwd"))
        return true;
    if (look_last_is(look, "forgot reset recover recovery forget"))
        return look_asks(look, "email emailaddress username phone password token newpassword");
    return look_asks(look, NEW_PASSWORDS) &&
           look_asks(look, "newpassword newpass newpwd passwordnew password");
}

/* Sent to be tried, not made: what has a worth and an end besides is being made. */
static bool is_code(const struct look *look)
{
    static const char things[] =
        "otp mfa 2fa totp twofactor 2factor verifycode verificationcode confirmationcode onetimecode "
        "passcode coupon coupons giftcard giftcards voucher vouchers promo promos promocode "
        "promocodes promotioncode discountcode discountcodes redeem redemption pincode "
        "securityquestion securityanswer smscode emailcode checkotp verifyotp";
    static const char tries[] = "validate verify check apply redeem use confirm claim activate";
    bool says = look_end_says(look, things);

    if (look->is_get)
        return look->ends_in_parameter &&
               look_last_says(
                   look, "coupon coupons voucher vouchers giftcard giftcards promo promocode promocodes");
    if (!look->writes || slice_eq(look->endpoint->method, SLICE("DELETE")))
        return false;
    if (look_last_says(look, "verify confirm check validate") &&
        look_asks(look, "otp pin totp passcode otpcode smscode "
                        "verificationcode"))
        return true;
    if (look_end_says(look, "otp mfa 2fa totp twofactor 2factor") && look_end_says(look, tries))
        return true;
    if (!says || !(look_asks(look, CODES) || look->ends_in_parameter))
        return false;
    return look_end_says(look, tries) ||
           !look_asks(look, "amount percent percentage discount expires expiresat "
                            "validuntil balance value type description");
}

static bool is_signup(const struct look *look)
{
    if (!look->is_post || look->ends_in_parameter)
        return false;
    if (look_end_says(look, "signup createaccount accountcreate registeruser userregister registeraccount"))
        return true;
    if (look_last_says(look, "register registration registrations enroll"))
        return look_asks(look, PASSWORDS) || look_asks(look, PEOPLE) ||
               look_any_says(look, "user users auth account "
                                   "accounts customer");
    return look_last_is(look, "user users account accounts customer customers member members") &&
           look_asks(look, PASSWORDS) && look->endpoint->anonymous_accepted > 0;
}

static bool is_admin(const struct look *look)
{
    return look_any_says(
               look, "admin admins administrator administration superuser superadmin sysadmin backoffice") ||
           look_any_is(look, "internal management mgmt manage");
}

static bool holds_file(const struct content *content)
{
    const struct field *field;
    size_t cursor = 0;

    if (content->kind != CONTENT_MULTIPART || !content->schema)
        return false;
    while ((field = schema_next(schema_root(content->schema), &cursor)))
        if (field->types[TYPE_STRING] && !field->values) /* the value of a file is not looked at */
            return true;
    return false;
}

/* Other ways to write what might be JSON. */
static bool is_message_format(struct slice type)
{
    static const char *const parts[] = { "grpc", "protobuf", "msgpack", "cbor", "json",   "thrift",
                                         "avro", "xml",      "fhir",    "amz-", "graphql" };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (slice_contains_nocase(type, slice_of(parts[i])))
            return true;
    return false;
}

static bool is_upload(const struct look *look)
{
    const struct endpoint *endpoint = look->endpoint;

    for (size_t i = 0; look->writes && i < endpoint->request_count; i++) {
        const struct content *content = &endpoint->requests[i];

        if (holds_file(content) || slice_eq(content->media_type, SLICE("text/csv")) ||
            (content->kind == CONTENT_BINARY && content->media_type.len &&
             !is_message_format(content->media_type)))
            return true;
    }
    return look->is_post && look_last_says(look, "upload uploads fileupload") &&
           look_asks(look, "file filename filecontent content data image");
}

static bool is_search(const struct look *look)
{
    static const char ways[] =
        "search searches find lookup autocomplete typeahead suggest suggestions msearch";

    if (look->is_get)
        return look_last_says(look, ways) ||
               look_asks(look, "q query search searchterm searchtext keyword keywords searchquery");
    return look->is_post && !look->ends_in_parameter &&
           (look_last_is(look, "search find lookup query filter autocomplete suggest msearch") ||
            look_last_says(look, "search lookup"));
}

static bool is_export(const struct look *look)
{
    if (look_end_says(look, "export exports bulk batch dump dumps backup backups extract"))
        return true;
    if (look->is_get && look_answers(look, "text/csv application/vnd.openxmlformats application/vnd.ms-excel "
                                           "application/zip application/x-ndjson application/gzip"))
        return true;
    return look_last_says(look, "report reports download downloads statement statements");
}

static bool is_message(const struct look *look, uint32_t purpose)
{
    static const char ways[] =
        "sms sendsms email sendemail invite invites invitation invitations sendotp resend resendotp "
        "sendcode contactus contact mail sendmail sendinvite sendinvitation newsletter "
        "resendverification sendverification requestotp generateotp messages magiclink call";

    if (!look->is_post || !look_asks(look, RECIPIENTS))
        return false;
    if (look_end_says(look, ways))
        return !look_last_is(look, "messages") || look_asks(look, "to recipient recipients");
    return (purpose & PURPOSE_RESET) && !look_asks(look, PASSWORDS) && !look_asks(look, NEW_PASSWORDS);
}

static bool is_payment(const struct look *look)
{
    static const char sure[] =
        "payment payments pay refund refunds payout payouts charge charges paymentintents withdraw "
        "withdrawal withdrawals";
    static const char likely[] =
        "transfer transfers checkout deposit deposits topup purchase purchases capture donate "
        "donation donations transaction transactions order orders billpay remittance";

    if (!look->writes || slice_eq(look->endpoint->method, SLICE("DELETE")))
        return false;
    if (look_last_says(look, sure))
        return look->is_post || look_asks(look, AMOUNTS);
    if (look_last_is(look, "checkout") && look_any_says(look, "cart carts basket baskets"))
        return true;
    return look_end_says(look, likely) && !look_last_says(look, "order orders") && look_asks(look, AMOUNTS);
}

static bool is_graphql(const struct look *look)
{
    if (look_any_says(look, "graphql gql"))
        return look->is_post || look_asks(look, "query");
    return look->is_post && look_asks_only(look, "query variables operationname extensions id", "query") &&
           look_gives_only(look, "data errors extensions", "data errors");
}

static bool is_docs(const struct look *look)
{
    if (!look->is_get && !slice_eq(look->endpoint->method, SLICE("HEAD")))
        return false;
    if (look_any_says(look,
                      "swagger swaggerui openapi apidocs apidoc redoc rapidoc graphiql swaggerresources"))
        return !look->has_parameter;
    if (look_gives(look, "openapi swagger") && look_gives(look, "paths"))
        return true;
    return look_last_is(look, "docs documentation playground altair voyager scalar reference") &&
           !look->has_parameter && look_answers(look, "text/html application/yaml");
}

static bool is_operations(const struct look *look)
{
    if (!look->is_get || look->count == 0 || look->has_parameter)
        return look->count && look_is(look, 0, "actuator") && look->writes;
    if (look_any_is(look, "actuator pprof heapdump threaddump phpinfo serverstatus serverinfo jolokia") ||
        look_is(look, 0, "debug"))
        return true;
    if (look_last_is(look, "metrics prometheus") && look_answers(look, "text/plain application/openmetrics"))
        return true;
    return look_is_at_root(look) &&
           look_last_is(look, "health healthz healthcheck livez readyz liveness readiness live ready "
                              "alive ping heartbeat metrics prometheus debug status version "
                              "info env uptime buildinfo");
}

/* Of operations, what everybody may know. */
static bool is_pulse(const struct look *look)
{
    return !look_any_is(look, "actuator debug pprof") &&
           look_last_is(look,
                        "health healthz healthcheck livez readyz liveness readiness live ready alive ping "
                        "heartbeat status version uptime");
}

static bool is_public(const struct look *look, uint32_t purpose)
{
    if (slice_starts_with(look->endpoint->path, SLICE("/.well-known/")) ||
        slice_contains_nocase(look->endpoint->path, SLICE("/.well-known/")))
        return true;
    if (look_last_is(look, "jwks openidconfiguration robots robotstxt sitemap favicon favicoico manifest") ||
        (look_last_is(look, "certs") && look_any_says(look, "openidconnect oauth oauth2")))
        return look->is_get;
    if (look->is_get && look_last_is(look, "metadata") && !look->has_parameter &&
        look_gives(look, "fhirversion")) /* its own description, for everybody (HL7 FHIR R4, 3.1.0.4) */
        return true;
    if (look_any_is(look, "public publicapi open"))
        return true;
    return (purpose & PURPOSE_OPERATIONS) && is_pulse(look);
}

static bool is_webhook(const struct look *look)
{
    if (!look->is_post || look->endpoint->security_required)
        return false;
    return look_any_says(look, "webhook webhooks hook hooks callback callbacks ipn notify notifications") &&
           (look_has_header(look, "signature") || look_has_header(look, "hmac") ||
            look_has_header(look, "x-hub-") || look_has_header(look, "webhook-id"));
}

uint32_t purpose_of(const struct service *service, const struct endpoint *endpoint)
{
    struct look look;
    uint32_t purpose = 0;

    look_init(&look, endpoint);
    purpose |= is_graphql(&look) ? PURPOSE_GRAPHQL : 0;
    purpose |= is_docs(&look) ? PURPOSE_DOCS : 0;
    purpose |= is_operations(&look) ? PURPOSE_OPERATIONS : 0;
    purpose |= is_admin(&look) ? PURPOSE_ADMIN : 0;
    purpose |= is_public(&look, purpose) ? PURPOSE_PUBLIC : 0;
    purpose |= is_webhook(&look) ? PURPOSE_WEBHOOK : 0;
    if (purpose & (PURPOSE_GRAPHQL | PURPOSE_DOCS | PURPOSE_OPERATIONS))
        return purpose;
    purpose |= is_logout(&look) ? PURPOSE_LOGOUT : 0;
    purpose |= is_reset(&look) ? PURPOSE_RESET : 0;
    purpose |= is_code(&look) ? PURPOSE_CODE : 0;
    purpose |= is_signup(&look) ? PURPOSE_SIGNUP : 0;
    if (!(purpose & (PURPOSE_LOGOUT | PURPOSE_RESET | PURPOSE_SIGNUP)))
        purpose |= is_login(&look) ? PURPOSE_LOGIN : 0;
    purpose |= is_upload(&look) ? PURPOSE_UPLOAD : 0;
    purpose |= is_search(&look) ? PURPOSE_SEARCH : 0;
    purpose |= is_export(&look) ? PURPOSE_EXPORT : 0;
    purpose |= is_message(&look, purpose) ? PURPOSE_MESSAGE : 0;
    if (!(purpose & PURPOSE_WEBHOOK)) /* which is told of payments */
        purpose |= is_payment(&look) ? PURPOSE_PAYMENT : 0;
    return purpose;
}

/* ---- whether it changes something ---- */

/* "calculate", "estimate-shipping", "getUsers": calls that are sent with POST because they say much. "check-in" is none. */
static bool only_asks(const struct look *look)
{
    static const char verbs[] =
        "validate verify check calculate estimate preview count compare get list fetch query quote "
        "simulate introspect read describe";
    const struct words *last;
    struct slice first;

    if (look->count == 0 || look->ends_in_parameter)
        return false;
    last = &look->segments[look->count - 1];
    first = last->count ? words_at(last, 0) : slice_make(NULL, 0);
    for (struct slice rest = slice_of(verbs), verb; slice_next(&rest, ' ', &verb);)
        if (slice_eq(first, verb))
            return !(last->count > 1 &&
                     (slice_eq(words_at(last, 1), SLICE("in")) || slice_eq(words_at(last, 1), SLICE("out"))));
    return false;
}

bool purpose_changes_state(const struct endpoint *endpoint, uint32_t purpose)
{
    struct look look;

    if (purpose & (PURPOSE_LOGIN | PURPOSE_SEARCH | PURPOSE_GRAPHQL))
        return false;
    look_init(&look, endpoint);
    return look.writes && !(look.is_post && only_asks(&look));
}

/* ---- stages ---- */

static const struct {
    const char *word, *stage;
} stages[] = {
    { "staging", "staging" }, { "stg", "staging" },
    { "stage", "staging" },   { "test", "test" },
    { "testing", "test" },    { "tst", "test" },
    { "nonprod", "test" },    { "dev", "dev" },
    { "develop", "dev" },     { "development", "dev" },
    { "uat", "uat" },         { "qa", "qa" },
    { "preprod", "preprod" }, { "preproduction", "preprod" },
    { "sandbox", "sandbox" }, { "sbx", "sandbox" },
    { "demo", "demo" },
};

static struct slice stage_of_word(struct slice word)
{
    while (word.len && byte_is_digit(word.at[word.len - 1])) /* "test2" */
        word.len--;
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
        if (slice_eq_nocase(word, slice_of(stages[i].word)))
            return slice_of(stages[i].stage);
    return slice_make(NULL, 0);
}

static struct slice stage_of_label(struct slice label)
{
    struct slice before = { NULL, 0 }, word;

    while (slice_next(&label, '-', &word)) {
        struct slice stage = stage_of_word(word);

        if (stage.len)
            return stage;
        if (slice_starts_with_nocase(word, SLICE("prod")) && slice_eq_nocase(before, SLICE("pre")))
            return SLICE("preprod");
        if (slice_starts_with_nocase(word, SLICE("prod")) && slice_eq_nocase(before, SLICE("non")))
            return SLICE("test");
        before = word;
    }
    return slice_make(NULL, 0);
}

/* How many labels at the end are a registered name ("example.com", "example.co.uk"), or only say that it lies inside. */
static size_t labels_registered(const struct slice *labels, size_t count)
{
    static const char *const inside[] = { "internal", "local", "lan",      "localdomain", "corp",
                                          "home",     "svc",   "intranet", "private" };
    static const char *const second[] = { "co", "com", "org", "net", "gov", "ac", "edu" };

    if (count < 2)
        return 0;
    if (SLICE_AMONG_NOCASE(labels[count - 1], inside))
        return 1;
    if (count > 2 && labels[count - 1].len == 2 && SLICE_AMONG_NOCASE(labels[count - 2], second))
        return 3;
    return 2;
}

#define LABELS_MOST 16

struct slice purpose_stage(const struct service *service)
{
    struct slice rest = service->host, labels[LABELS_MOST];
    size_t count = 0;

    while (count < LABELS_MOST && slice_next(&rest, '.', &labels[count]))
        count++;
    count -= labels_registered(labels, count);
    for (size_t i = 0; i < count; i++) {
        struct slice stage = stage_of_label(labels[i]);

        if (stage.len)
            return stage;
    }
    return slice_make(NULL, 0);
}
