/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the labelled corpus: each case must make the checks speak that it names, and no others.
 * usage: corpus_test [--quiet | --show] [FILE...]
 * Without files: all of tests/posture/cases, of good (whole services that are well-built: nothing above low) and of bad (vulnerable
 * ones); and then every check must have CASES_LEAST cases of both kinds in its own file of cases. Prints
 * the cases that fail, with what the checks said, and precision and recall of every check. --show prints all that was said of every
 * case, with its risk. */
#include "posture/conversation.h"
#include "posture/placeholder.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECKS_MOST 256
#define CASES_LEAST 3

struct tally {
    unsigned positives, negatives;   /* cases of its own file */
    unsigned found, silent;          /* of these */
    unsigned expected, right, wrong; /* over all files */
};

struct corpus {
    struct tally tallies[CHECKS_MOST]; /* by check_table */
    unsigned cases, failed;
    bool quiet, shows;
};

static bool has_word(struct slice list, struct slice wanted)
{
    struct slice word;

    while (slice_next(&list, ' ', &word))
        if (slice_eq(word, wanted))
            return true;
    return false;
}

static bool speaks(const struct posture *posture, const struct check *check)
{
    for (size_t i = 0; i < posture->finding_count; i++)
        if (posture->findings[i].check == check)
            return true;
    return false;
}

/* Whether nothing is said about that a case did not expect: it may allow some checks, or some severity. */
static bool is_allowed(const struct corpus_case *from, const struct posture *posture,
                       const struct check *check)
{
    struct slice allowed = from->allowed, word;
    enum severity most;

    if (has_word(allowed, SLICE("any")) || has_word(allowed, slice_of(check->id)))
        return true;
    while (slice_next(&allowed, ' ', &word))
        if (severity_from(word, &most)) {
            for (size_t i = 0; i < posture->finding_count; i++)
                if (posture->findings[i].check == check && posture->findings[i].severity > most)
                    return false;
            return true;
        }
    return false;
}

/* "tests/posture/cases/auth.missing.txt": whether it is the file of that check. */
static bool is_own_file(const char *file, const struct check *check)
{
    const char *name = strrchr(file, '/');
    size_t len = strlen(check->id);

    name = name ? name + 1 : file;
    return strncmp(name, check->id, len) == 0 && strcmp(name + len, ".txt") == 0;
}

static void print_finding(const struct posture_finding *finding)
{
    printf("      %s (%s)%s%.*s\n", finding->check->id, severity_name(finding->severity),
           finding->subject.len ? ", " : "", SLICE_ARG(finding->subject));
    for (size_t i = 0; i < finding->place_count && i < 5; i++) {
        const struct finding_place *place = &finding->places[i];

        printf("        %.*s %.*s", SLICE_ARG(finding->service->service->key), 0, "");
        if (place->endpoint)
            printf("%.*s %.*s", SLICE_ARG(place->endpoint->endpoint->method),
                   SLICE_ARG(place->endpoint->endpoint->path));
        printf("%s%.*s: %.*s\n", place->location.len ? ", " : "", SLICE_ARG(place->location),
               SLICE_ARG(place->evidence));
    }
    if (finding->place_count > 5)
        printf("        and %zu more\n", finding->place_count - 5);
}

static void print_case(const struct corpus_case *from, const struct conversation *conversation)
{
    const struct posture *posture = conversation->posture;

    printf("%s:%u: %s: %.*s\n", from->file, from->line, from->positive ? "positive" : "negative",
           SLICE_ARG(from->title));
    for (size_t i = 0; check_table[i]; i++) {
        bool said = speaks(posture, check_table[i]);
        bool expected = has_word(from->expected, slice_of(check_table[i]->id));

        if (expected && !said)
            printf("    missing: %s\n", check_table[i]->id);
        if (!expected && said && !is_allowed(from, posture, check_table[i])) {
            printf("    not expected:\n");
            for (size_t j = 0; j < posture->finding_count; j++)
                if (posture->findings[j].check == check_table[i])
                    print_finding(&posture->findings[j]);
        }
    }
}

static void print_endpoints(const struct conversation *conversation)
{
    const struct inventory *inventory = conversation->inventory;

    printf("    of %zu exchanges:\n", conversation->exchange_count);
    for (size_t i = 0; i < inventory->service_count; i++)
        for (size_t j = 0; j < inventory->services[i].endpoint_count; j++)
            printf("      %.*s %.*s %.*s\n", SLICE_ARG(inventory->services[i].key),
                   SLICE_ARG(inventory->services[i].endpoints[j].method),
                   SLICE_ARG(inventory->services[i].endpoints[j].path));
}

static void show_risk(const struct risk *risk)
{
    printf("    risk %s: likelihood %.1f, impact %.1f\n", severity_name(risk->level), risk->likelihood,
           risk->impact);
    for (size_t i = 0; i < risk->part_count; i++)
        printf("      %s %.1f: %.*s\n", risk->parts[i].is_impact ? "impact" : "likelihood",
               risk->parts[i].points, SLICE_ARG(risk->parts[i].reason));
}

static void show_case(const struct corpus_case *from, const struct conversation *conversation)
{
    const struct posture *posture = conversation->posture;

    printf("%s:%u: %.*s, %zu exchanges\n", from->file, from->line, SLICE_ARG(from->title),
           conversation->exchange_count);
    for (size_t i = 0; i < posture->service_count; i++) {
        printf("    %.*s, %s\n", SLICE_ARG(posture->services[i].service->key),
               reach_name(posture->services[i].reach));
        show_risk(&posture->service_risks[i]);
    }
    for (size_t i = 0; i < posture->finding_count; i++)
        print_finding(&posture->findings[i]);
}

static void assert_ids_exist(const struct corpus_case *from)
{
    struct slice rest = from->expected, id;

    while (slice_next(&rest, ' ', &id))
        if (!check_find(id))
            corpus_fault("%s:%u: there is no check %.*s", from->file, from->line, SLICE_ARG(id));
}

/* Counts what a check said or did not say of a case; whether that was right. */
static bool count_check(struct tally *tally, const struct corpus_case *from, const struct posture *posture,
                        const struct check *check)
{
    bool own = is_own_file(from->file, check), said = speaks(posture, check);
    bool expected = has_word(from->expected, slice_of(check->id));
    bool wrong = said && !expected && !is_allowed(from, posture, check);

    tally->positives += own && from->positive;
    tally->negatives += own && !from->positive;
    tally->found += own && from->positive && said;
    tally->silent += own && !from->positive && !said;
    tally->expected += expected;
    tally->right += expected && said;
    tally->wrong += wrong;
    return expected ? said : !wrong;
}

static void run_case(struct corpus *corpus, const struct corpus_case *from)
{
    struct conversation conversation;
    bool right = true;

    assert_ids_exist(from);
    conversation_hold(&conversation, from);
    for (size_t i = 0; check_table[i]; i++)
        right &= count_check(&corpus->tallies[i], from, conversation.posture, check_table[i]);
    corpus->cases++;
    if (corpus->shows)
        show_case(from, &conversation);
    if (!right) {
        corpus->failed++;
        print_case(from, &conversation);
        if (!corpus->quiet)
            print_endpoints(&conversation);
    }
    conversation_end(&conversation);
}

static void run_file(struct corpus *corpus, const char *file)
{
    char *text = corpus_read(file);
    struct slice rest = slice_of(text);
    struct corpus_case next;
    unsigned line = 1;

    while (corpus_next(file, &rest, &line, &next))
        run_case(corpus, &next);
    free(text);
}

static double share(unsigned part, unsigned whole)
{
    return whole ? (double)part / whole : 1;
}

static void print_tallies(const struct corpus *corpus, bool all)
{
    printf("%-32s %10s %10s %10s %7s\n", "check", "positives", "negatives", "precision", "recall");
    for (size_t i = 0; check_table[i]; i++) {
        const struct tally *tally = &corpus->tallies[i];
        char positives[32], negatives[32];

        snprintf(positives, sizeof positives, "%u/%u", tally->found, tally->positives);
        snprintf(negatives, sizeof negatives, "%u/%u", tally->silent, tally->negatives);
        if (all || tally->expected || tally->wrong)
            printf("%-32s %10s %10s %10.3f %7.3f\n", check_table[i]->id, positives, negatives,
                   share(tally->right, tally->right + tally->wrong), share(tally->right, tally->expected));
    }
    printf("%u of %u cases as they should be\n", corpus->cases - corpus->failed, corpus->cases);
}

/* Of every check, enough cases of both kinds. */
static bool all_are_covered(const struct corpus *corpus)
{
    bool covered = true;

    for (size_t i = 0; check_table[i]; i++) {
        const struct tally *tally = &corpus->tallies[i];

        if (tally->positives >= CASES_LEAST && tally->negatives >= CASES_LEAST)
            continue;
        printf("%s: %u positive and %u negative cases in tests/posture/cases/%s.txt, at least %u of each "
               "belong there\n",
               check_table[i]->id, tally->positives, tally->negatives, check_table[i]->id, CASES_LEAST);
        covered = false;
    }
    return covered;
}

static void run_all(struct corpus *corpus, const char *pattern)
{
    glob_t files;

    if (glob(pattern, 0, NULL, &files) != 0)
        corpus_fault("there are no files %s", pattern);
    for (size_t i = 0; i < files.gl_pathc; i++)
        run_file(corpus, files.gl_pathv[i]);
    globfree(&files);
}

int main(int argc, char **argv)
{
    static struct corpus corpus;
    bool fine = true;
    int first;

    corpus.quiet = argc > 1 && strcmp(argv[1], "--quiet") == 0;
    corpus.shows = argc > 1 && strcmp(argv[1], "--show") == 0;
    first = corpus.quiet || corpus.shows ? 2 : 1;
    for (int i = first; i < argc; i++)
        run_file(&corpus, argv[i]);
    if (argc == first) {
        run_all(&corpus, "tests/posture/cases/*.txt");
        run_all(&corpus, "tests/posture/good/*.txt");
        run_all(&corpus, "tests/posture/bad/*.txt");
        fine = all_are_covered(&corpus);
    }
    print_tallies(&corpus, argc == first);
    return fine && corpus.failed == 0 ? 0 : 1;
}
