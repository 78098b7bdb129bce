/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/risk.h"

#include "base/check.h"
#include "catalog/exposed.h"
#include "posture/check.h"

#include <math.h>
#include <stdio.h>

static const struct check some_check = { .id = "some.check",
                                         .title = "Something is wrong",
                                         .group = CHECKS_WHO };
static const struct check guess_check = { .id = "ids.check",
                                          .title = "Numbers follow",
                                          .group = CHECKS_GUESSABLE };

/* A service of one endpoint and what is found there; members may be set before it is asked. */
struct scene {
    struct memory account;
    struct arena arena;
    struct observations seen;
    struct service service_base;
    struct endpoint endpoint_base;
    struct posture_service service;
    struct posture_endpoint endpoint;
    struct finding_place places[8];
    struct posture_finding findings[8];
    const struct posture_finding *pointers[8];
    size_t count;
};

static int begin(void **state)
{
    static struct scene scene;

    scene = (struct scene){ .count = 0 };
    arena_init(&scene.arena, &scene.account, 0);
    scene.service_base = (struct service){ .key = SLICE("api.example.com") };
    scene.endpoint_base = (struct endpoint){ .method = SLICE("GET"),
                                             .path = SLICE("/orders/{id}"),
                                             .observations = &scene.seen };
    scene.service = (struct posture_service){ .service = &scene.service_base,
                                              .endpoints = &scene.endpoint,
                                              .endpoint_count = 1 };
    scene.endpoint = (struct posture_endpoint){ .endpoint = &scene.endpoint_base, .service = &scene.service };
    *state = &scene;
    return 0;
}

static int end(void **state)
{
    struct scene *scene = *state;

    arena_done(&scene->arena);
    assert_int_equal(scene->account.used, 0);
    return 0;
}

static void find(struct scene *scene, const struct check *check, enum severity severity, bool in_service)
{
    size_t i = scene->count++;

    scene->places[i] =
        (struct finding_place){ .endpoint = in_service ? NULL : &scene->endpoint, .severity = severity };
    scene->findings[i] = (struct posture_finding){ .check = check,
                                                   .service = &scene->service,
                                                   .severity = severity,
                                                   .places = &scene->places[i],
                                                   .place_count = 1 };
    scene->pointers[i] = &scene->findings[i];
}

/* Points add up, each has a reason, nothing beyond 10. */
static void assert_sound(const struct risk *risk)
{
    double sums[2] = { 0, 0 };

    for (size_t i = 0; i < risk->part_count; i++) {
        assert_true(risk->parts[i].reason.len > 4);
        assert_true(risk->parts[i].points >= 0);
        sums[risk->parts[i].is_impact] += risk->parts[i].points;
    }
    assert_true(fabs(sums[0] - risk->likelihood) < 1e-9);
    assert_true(fabs(sums[1] - risk->impact) < 1e-9);
    assert_true(risk->likelihood >= 0 && risk->likelihood <= 10 && risk->impact >= 0 && risk->impact <= 10);
    assert_true(fabs(risk->score - risk->likelihood * risk->impact / 10) < 1e-9);
}

static struct risk weigh(struct scene *scene)
{
    struct risk risk;
    size_t count = 0;
    const struct posture_finding *at_endpoint[8];

    for (size_t i = 0; i < scene->count; i++)
        if (scene->places[i].endpoint)
            at_endpoint[count++] = &scene->findings[i];
    assert_true(risk_of_endpoint(&scene->endpoint, at_endpoint, count, &scene->arena, &risk));
    assert_sound(&risk);
    return risk;
}

static struct risk weigh_service(struct scene *scene)
{
    struct risk endpoint = weigh(scene), risk;

    assert_true(
        risk_of_service(&scene->service, &endpoint, scene->findings, scene->count, &scene->arena, &risk));
    assert_sound(&risk);
    assert_true(risk.level >= endpoint.level);
    assert_true(risk.score >= endpoint.score - 1e-9);
    return risk;
}

static bool gives(const struct risk *risk, const char *reason)
{
    for (size_t i = 0; i < risk->part_count; i++)
        if (slice_contains_nocase(risk->parts[i].reason, slice_of(reason)))
            return true;
    return false;
}

static void nothing_special_is_hardly_a_risk(void **state)
{
    struct scene *scene = *state;
    struct risk risk;

    scene->endpoint.reach = REACH_PUBLIC;
    scene->endpoint.asks_credential = true;
    scene->endpoint_base.consumers = 40;
    risk = weigh(scene);
    assert_int_equal(risk.level, SEVERITY_INFO);
    assert_true(gives(&risk, "anybody on the internet"));
}

static void who_can_reach_it_counts(void **state)
{
    static const enum reach order[] = { REACH_INTERNAL, REACH_UNKNOWN, REACH_PARTNER, REACH_PUBLIC };
    struct scene *scene = *state;
    double before = 0;

    for (size_t i = 0; i < 4; i++) {
        scene->endpoint.reach = order[i];
        assert_true(weigh(scene).likelihood > before);
        before = weigh(scene).likelihood;
    }
}

static void one_finding_more_never_lowers_anything(void **state)
{
    static const enum severity order[] = { SEVERITY_INFO, SEVERITY_CRITICAL, SEVERITY_LOW,
                                           SEVERITY_HIGH, SEVERITY_MEDIUM,   SEVERITY_INFO };
    struct scene *scene = *state;

    scene->endpoint.changes_state = true;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        struct risk before = weigh(scene), service_before = weigh_service(scene), after, service_after;

        find(scene, i % 2 ? &some_check : &guess_check, order[i], i == 2 || i == 3);
        after = weigh(scene);
        service_after = weigh_service(scene);
        assert_true(after.likelihood >= before.likelihood && after.impact >= before.impact);
        assert_true(after.level >= before.level && after.score >= before.score);
        assert_true(service_after.likelihood > service_before.likelihood);
        assert_true(service_after.level >= service_before.level);
    }
}

static void worse_findings_weigh_more(void **state)
{
    struct scene *scene = *state;
    double before = 0;

    for (int severity = SEVERITY_INFO; severity <= SEVERITY_CRITICAL; severity++) {
        scene->count = 0;
        find(scene, &some_check, (enum severity)severity, false);
        assert_true(weigh(scene).likelihood > before);
        before = weigh(scene).likelihood;
    }
}

static void an_open_endpoint_is_worse_unless_it_is_meant_to_be(void **state)
{
    struct scene *scene = *state;
    struct risk guarded, open;

    scene->endpoint.reach = REACH_PUBLIC;
    guarded = weigh(scene);
    scene->seen.marks[MARK_anonymous_success] = 9;
    open = weigh(scene);
    assert_true(open.likelihood > guarded.likelihood);
    assert_true(gives(&open, "answered 9 requests without a credential"));
    scene->endpoint.purpose = PURPOSE_PUBLIC;
    assert_true(fabs(weigh(scene).likelihood - guarded.likelihood) < 1e-9);
    scene->endpoint.purpose = 0;
    scene->endpoint.asks_credential = true;
    assert_true(fabs(weigh(scene).likelihood - guarded.likelihood) < 1e-9);
}

static void keys_in_the_url_guard_weakly(void **state)
{
    struct scene *scene = *state;
    struct security_scheme scheme = { .kind = SECURITY_API_KEY, .place = PLACE_QUERY };
    struct endpoint_security security = { .scheme = &scheme };
    struct risk before;

    scene->endpoint.asks_credential = true;
    before = weigh(scene);
    scene->endpoint_base.security = &security;
    scene->endpoint_base.security_count = 1;
    assert_true(weigh(scene).likelihood > before.likelihood);
    scheme.place = PLACE_HEADER;
    assert_true(fabs(weigh(scene).likelihood - before.likelihood) < 1e-9);
}

static void data_that_is_handed_out_is_impact(void **state)
{
    static const struct data_class_row
        card = { .title = "payment card number", .group = GROUP_FINANCIAL, .severity = SEVERITY_HIGH },
        mail = { .title = "e-mail address", .group = GROUP_CONTACT, .severity = SEVERITY_LOW },
        token = { .title = "token", .group = GROUP_CREDENTIAL, .severity = SEVERITY_CRITICAL };
    struct exposed data[] = {
        { .place = EXPOSED_RESPONSE_BODY, .status = 200, .row = &mail, .class.class = 1 },
        { .place = EXPOSED_RESPONSE_BODY, .status = 200, .row = &card, .class.class = 2 },
        { .place = EXPOSED_RESPONSE_BODY, .status = 200, .row = &token, .class.class = 3 }
    };
    struct scene *scene = *state;
    double none = weigh(scene).impact, one, two, taken;
    struct risk risk;

    scene->endpoint.data = data;
    scene->endpoint.data_count = 1;
    one = weigh(scene).impact;
    assert_true(one > none);
    scene->endpoint.data_count = 2;
    risk = weigh(scene);
    two = risk.impact;
    assert_true(two > one);
    assert_true(gives(&risk, "it hands out: payment card number, and 1 more class of sensitive data"));
    data[1].place = data[0].place = EXPOSED_REQUEST_BODY;
    taken = weigh(scene).impact;
    assert_true(taken < two && taken > none);
    scene->endpoint.data_count = 3;
    assert_true(weigh(scene).impact > two);
    scene->endpoint.purpose = PURPOSE_LOGIN; /* whose token is what it is for */
    scene->endpoint.data_count = 3;
    risk = weigh(scene);
    assert_false(gives(&risk, "hands out: token"));
}

static void what_is_done_there_is_impact(void **state)
{
    struct scene *scene = *state;
    struct risk plain = weigh(scene), paying;

    scene->endpoint.changes_state = true;
    assert_true(weigh(scene).impact > plain.impact);
    scene->endpoint.purpose = PURPOSE_PAYMENT;
    paying = weigh(scene);
    assert_true(paying.impact > plain.impact + 4);
    assert_true(gives(&paying, "it moves money"));
    scene->endpoint_base.consumers = 100;
    assert_true(weigh(scene).impact > paying.impact);
}

static void the_worst_of_it_all_is_critical(void **state)
{
    static const struct data_class_row card = { .title = "payment card number",
                                                .severity = SEVERITY_CRITICAL };
    struct exposed data = { .place = EXPOSED_RESPONSE_BODY, .row = &card };
    struct scene *scene = *state;
    struct risk risk;

    scene->endpoint.reach = REACH_PUBLIC;
    scene->seen.marks[MARK_anonymous_success] = 50;
    scene->endpoint.data = &data;
    scene->endpoint.data_count = 1;
    find(scene, &some_check, SEVERITY_HIGH, false);
    risk = weigh_service(scene);
    assert_int_equal(risk.level, SEVERITY_CRITICAL);
    assert_true(gives(&risk, "the worst of 1 endpoint is GET /orders/{id}"));
}

static void a_service_without_endpoints_has_its_findings(void **state)
{
    struct scene *scene = *state;
    struct risk risk;

    scene->service.endpoint_count = 0;
    find(scene, &some_check, SEVERITY_HIGH, true);
    assert_true(risk_of_service(&scene->service, NULL, scene->findings, scene->count, &scene->arena, &risk));
    assert_sound(&risk);
    assert_true(gives(&risk, "of the whole service: Something is wrong (high)"));
}

static void refused_memory_is_told(void **state)
{
    struct scene *scene = *state;
    struct memory none = { .limit = 1 };
    struct arena arena;
    struct risk risk;

    arena_init(&arena, &none, 0);
    assert_false(risk_of_endpoint(&scene->endpoint, scene->pointers, 0, &arena, &risk));
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_special_is_hardly_a_risk, begin, end),
        cmocka_unit_test_setup_teardown(who_can_reach_it_counts, begin, end),
        cmocka_unit_test_setup_teardown(one_finding_more_never_lowers_anything, begin, end),
        cmocka_unit_test_setup_teardown(worse_findings_weigh_more, begin, end),
        cmocka_unit_test_setup_teardown(an_open_endpoint_is_worse_unless_it_is_meant_to_be, begin, end),
        cmocka_unit_test_setup_teardown(keys_in_the_url_guard_weakly, begin, end),
        cmocka_unit_test_setup_teardown(data_that_is_handed_out_is_impact, begin, end),
        cmocka_unit_test_setup_teardown(what_is_done_there_is_impact, begin, end),
        cmocka_unit_test_setup_teardown(the_worst_of_it_all_is_critical, begin, end),
        cmocka_unit_test_setup_teardown(a_service_without_endpoints_has_its_findings, begin, end),
        cmocka_unit_test_setup_teardown(refused_memory_is_told, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
