/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever runs the tests may not be allowed to capture: the parts that need it are skipped then. */
#include "../base/check.h"
#include "base/clock.h"
#include "source/source.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

struct catch
{
    uint64_t packets, marked;
    int64_t time;
};

static void on_packet(void *context, const struct packet *packet)
{
    struct catch *catch = context;
    volatile uint8_t touched = 0;

    for (uint32_t i = 0; i < PACKET_SLACK; i++)
        touched = touched ^ packet->bytes[packet->captured + i];
    catch->packets++;
    catch->time = packet->time;
    if (memmem(packet->bytes, packet->captured, "plainsight-live", 15))
        catch->marked++;
}

struct
try {
    struct memory account;
    struct ledger ledger;
    struct warnings warnings;
    struct source_options options;
    struct catch catch;
    struct source_run run;
    struct error err;
};

static bool try_open(struct try *try, const char *interface, const char *filter)
{
    *try = (struct try){ .options = { .filter = filter, .buffer_bytes = 1 << 20 } };
    try->run = (struct source_run){
        .source = &source_live,
        .options = &try->options,
        .account = &try->account,
        .ledger = &try->ledger,
        .sink = { &try->catch, on_packet, NULL },
        .warnings = &try->warnings,
        .from = interface,
    };
    return source_live.open(&try->run, &try->err);
}

static void open_or_skip(struct try *try, const char *filter)
{
    if (!try_open(try, "lo", filter)) {
        assert_int_equal(try->account.used, 0);
        skip();
    }
}

static void send_marked(unsigned port)
{
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)port),
                              .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    (void)sendto(udp, "plainsight-live", 15, 0, (struct sockaddr *)(void *)&to, sizeof to);
    close(udp);
}

static void an_interface_that_is_not_there_is_one_sentence(void **state)
{
    struct try try;

    assert_false(try_open(&try, "nosuchif0", NULL));
    assert_non_null(strstr(try.err.text, "nosuchif0"));
    assert_int_equal(try.account.used, 0);
}

static void a_filter_that_cannot_be_compiled_is_quoted(void **state)
{
    struct try try;

    open_or_skip(&try, NULL);
    source_live.close(&try.run);
    assert_false(try_open(&try, "lo", "tcp prot 80"));
    assert_int_equal(try.err.kind, ERROR_USAGE);
    assert_non_null(strstr(try.err.text, "the filter \"tcp prot 80\" cannot be used"));
    assert_int_equal(try.account.used, 0);
}

static void packets_that_pass_the_filter_are_handed_out(void **state)
{
    struct try try;

    open_or_skip(&try, "udp dst port 47808 or udp dst port 47809");
    send_marked(9999);
    for (int i = 0; i < 40 && try.catch.marked < 2; i++) {
        if (i % 10 == 0) {
            send_marked(47808);
            send_marked(47809);
        }
        assert_int_equal(source_live.next(&try.run, &try.err), STEP_MORE);
    }
    assert_true(try.catch.marked >= 2);
    assert_int_equal(try.catch.marked, try.catch.packets);
    assert_int_equal(try.run.progress.packets, try.catch.packets);
    assert_true(clock_now() - try.catch.time < 60 * NANOSECONDS_PER_SECOND);
    assert_true(try.catch.time - clock_now() < 60 * NANOSECONDS_PER_SECOND);
    assert_int_equal(ledger_open(&try.ledger, LEDGER_PACKETS), 0);
    source_live.close(&try.run);
    assert_int_equal(try.account.used, 0);
}

static void a_silent_interface_lets_the_engine_look_around(void **state)
{
    struct try try;
    int64_t begin;

    open_or_skip(&try, "udp src port 47999");
    begin = clock_monotonic();
    assert_int_equal(source_live.next(&try.run, &try.err), STEP_MORE);
    assert_true(clock_monotonic() - begin < 5 * NANOSECONDS_PER_SECOND);
    source_live.close(&try.run);
}

static void refused_memory_leaks_nothing(void **state)
{
    for (uint64_t nth = 1; nth <= 2; nth++) {
        struct try try = { .account = { .fail_at = nth } };

        try.run = (struct source_run){
            .options = &try.options, .account = &try.account, .ledger = &try.ledger, .from = "lo"
        };
        assert_false(source_live.open(&try.run, &try.err));
        assert_int_equal(try.err.kind, ERROR_MEMORY);
        assert_int_equal(try.account.used, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interface_that_is_not_there_is_one_sentence),
        cmocka_unit_test(a_filter_that_cannot_be_compiled_is_quoted),
        cmocka_unit_test(packets_that_pass_the_filter_are_handed_out),
        cmocka_unit_test(a_silent_interface_lets_the_engine_look_around),
        cmocka_unit_test(refused_memory_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
