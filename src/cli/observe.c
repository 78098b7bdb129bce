/* SPDX-License-Identifier: Apache-2.0 */
/* observe: learn from traffic. */
#include "cli/observe.h"

#include "base/text.h"
#include "cli/arguments.h"
#include "cli/configuration.h"
#include "store/store.h"

#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t stop_asked; /* the one flag that a signal handler may set */

static void ask_to_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

/* The first signal asks for a clean end, a second one ends it at once. */
static void catch_signals(void)
{
    struct sigaction action = { .sa_handler = ask_to_stop, .sa_flags = SA_RESETHAND };

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static void source_names(struct buffer *out)
{
    for (size_t i = 0; source_table[i]; i++) {
        if (source_table[i]->sniff)
            buffer_printf(out, "%s%s", i ? " " : "", source_table[i]->name);
    }
}

static void complain(const char *text)
{
    fprintf(stderr, "plainsight: %s\n", text);
}

static void print_failures(const struct engine_report *report)
{
    uint64_t kept =
        report->sources_failed < ENGINE_FAILURES_MOST ? report->sources_failed : ENGINE_FAILURES_MOST;

    for (uint64_t i = 0; i < kept; i++)
        complain(report->failures[i].text);
    if (report->sources_failed > kept)
        fprintf(stderr, "plainsight: %llu further sources failed.\n",
                (unsigned long long)(report->sources_failed - kept));
    for (uint32_t i = 0; i < report->warnings.kept; i++)
        complain(report->warnings.text[i]);
    if (report->warnings.total > report->warnings.kept)
        fprintf(stderr, "plainsight: %llu further warnings like these.\n",
                (unsigned long long)(report->warnings.total - report->warnings.kept));
}

static bool read_settings(const struct arguments *arguments, struct engine_settings *settings,
                          struct error *err)
{
    uint64_t threads = 1, memory = 0;

    if (!arguments_number(arguments, "threads", 1, ENGINE_LANES_MOST, &threads, err) ||
        !arguments_size(arguments, "memory", &memory, err))
        return false;
    settings->lanes = (unsigned)threads;
    settings->memory_limit = (size_t)memory;
    settings->from = arguments_value(arguments, "from");
    settings->options.filter = arguments_value(arguments, "filter");
    settings->database = store_path(arguments_value(arguments, "db"));
    settings->interface = arguments_value(arguments, "interface");
    settings->event_limit = arguments_have(arguments, "no-events") ? 1 : 0;
    settings->signals.off = arguments_have(arguments, "no-signals");
    settings->signals.tests_jwt_secrets = arguments_have(arguments, "test-jwt-secrets");
    settings->stop = &stop_asked;
    if (settings->place_count == 0 && !settings->interface)
        return error_set(
            err, ERROR_USAGE,
            "Say what to observe: files, directories, '-' for standard input, or -i with an interface.");
    if (settings->options.filter && !settings->interface)
        return error_set(err, ERROR_USAGE, "--filter works on a live interface: name one with -i.");
    return true;
}

static int verdict(const struct engine_report *report)
{
    bool nothing = report->ledger.seen[LEDGER_PACKETS] + report->ledger.seen[LEDGER_RECORDS] == 0;

    if (report->sources_failed == 0)
        return report->ledger.lost[LOSS_record_malformed] + report->ledger.lost[LOSS_record_cut] ? EXIT_PARTLY
                                                                                                 : EXIT_DONE;
    return nothing && report->sources_failed >= report->sources_read ? EXIT_NOTHING : EXIT_PARTLY;
}

static int observe(struct invocation *invocation, const struct engine_settings *told, struct error *err)
{
    struct engine_settings settings = *told;
    struct engine_report *report = arena_get_array(invocation->arena, 1, sizeof *report);
    struct progress progress;
    bool came_to_its_end;

    if (!report) {
        error_set(err, ERROR_MEMORY, "There is no memory to begin with.");
        return EXIT_NOTHING;
    }
    progress_init(&progress, invocation->account);
    settings.progress = progress_show;
    settings.progress_context = &progress;
    catch_signals();
    came_to_its_end = engine_observe(&settings, report, err);
    progress_clear(&progress);
    print_failures(report);
    if (!came_to_its_end)
        return report->ledger.analysed[LEDGER_EXCHANGES] ? EXIT_PARTLY : EXIT_NOTHING;
    if (verdict(report) != EXIT_NOTHING)
        observe_summary(invocation, report, settings.database);
    return verdict(report);
}

/* Settings that nobody understands must not cost traffic that comes once: it goes on without what is wrong. */
static int run(struct invocation *invocation, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    struct engine_settings settings = { .places = arguments->operands,
                                        .place_count = arguments->operand_count };
    struct configuration configuration;
    int code = EXIT_NOTHING;

    if (!read_settings(arguments, &settings, err))
        return EXIT_NOTHING;
    if (configuration_read(&configuration, invocation, err)) {
        settings.classes = configuration.settings.classes;
        settings.class_count = configuration.settings.class_count;
        code = observe(invocation, &settings, err);
    }
    configuration_done(&configuration);
    return code;
}

static const struct option options[] = {
    { "interface", 'i', "NAME", "Observe this network interface until interrupted", NULL },
    { "filter", 0, "BPF", "With -i: only packets this expression lets through, see pcap-filter(7)", NULL },
    { "from", 0, "KIND", "What the input is; default: recognised by its content", source_names },
    OPTION_DB,
    { "threads", 't', "N", "Lanes that work at the same time; the outcome is the same; default: 1", NULL },
    { "memory", 'm', "SIZE",
      "Ceiling of memory, such as 2G; what has to be forgotten is in the ledger; default: 512M", NULL },
    { "no-events", 0, NULL, "Learn, but keep no event of each exchange", NULL },
    OPTION_CONFIG,
    { "no-signals", 0, NULL, "Learn, but look for nothing that only findings are made of", NULL },
    { "test-jwt-secrets", 0, NULL,
      "Try signatures of tokens against a short list of bad secrets; nothing is sent anywhere", NULL },
    OPTION_HELP,
    { NULL, 0, NULL, NULL, NULL },
};

static const struct example examples[] = {
    { "plainsight observe capture.pcap",
      "A capture file, compressed or not; what is known already is added to" },
    { "plainsight observe logs/ session.har", "Everything in a directory, and a HAR file" },
    { "tcpdump -i eth0 -w - 'tcp port 80' | plainsight observe -", "From another program" },
    { "plainsight observe -i eth0 --filter 'tcp port 8080'", "Live, until Ctrl-C" },
    { NULL, NULL },
};

static const struct exit_code exits[] = {
    { 0, "Everything was read, or the observation was stopped with Ctrl-C" },
    { 1, "Part of it could not be read; what was read before is kept" },
    { 2, "Nothing could be done: no such input, not understood, no database" },
    { 0, NULL },
};

const struct command command_observe = {
    .name = "observe",
    .summary = "Learn from captures, HAR files, records or a live interface",
    .usage = "[OPTION]... FILE|DIRECTORY|-...",
    .description =
        "Reads pcap and pcapng captures, HAR 1.2 and exchange NDJSON, as they are or compressed with gzip or "
        "zstd, and adds what they teach to the database.\n"
        "Progress is shown on standard error when that is a terminal. Damaged input costs the damaged part "
        "and is named; what was read before it is kept.",
    .options = options,
    .operands_most = SIZE_MAX,
    .examples = examples,
    .exits = exits,
    .run = run,
};
