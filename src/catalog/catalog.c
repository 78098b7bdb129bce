/* SPDX-License-Identifier: Apache-2.0 */
/* The catalog as a whole: making, merging, blind spots, overrides, what is stored. Learning is in observe.c. */
#include "catalog/evidence.h"
#include "catalog/settle.h"

#include <stdlib.h>

#define MEMORY_DEFAULT ((size_t)256 << 20)

struct catalog *catalog_new(const struct catalog_settings *settings, struct error *err)
{
    struct memory outside = { 0 };
    struct catalog *catalog = memory_get(&outside, sizeof *catalog);

    if (!catalog) {
        error_set(err, ERROR_MEMORY, "no memory for a catalog");
        return NULL;
    }
    catalog->settings = *settings;
    memcpy(catalog->credentials.key, settings->key, sizeof catalog->credentials.key);
    if (catalog->settings.memory_limit == 0)
        catalog->settings.memory_limit = MEMORY_DEFAULT;
    catalog->account.limit = catalog->settings.memory_limit;
    memory_use_heap(&catalog->account);
    catalog->limits = (struct path_limits){
        .identifiers = PATH_IDENTIFIERS,
        .words = PATH_WORDS,
        .classifier = settings->classifier,
    };
    table_init(&catalog->services, &catalog->account);
    table_init(&catalog->blind_spots, &catalog->account);
    arena_init(&catalog->scratch, &catalog->account, 64 << 10);
    arena_init(&catalog->documented, &catalog->account, 0);
    catalog->learner = learner_new(&catalog->account);
    catalog->signals = signal_memory_new(&catalog->account);
    if (!catalog->learner || !catalog->signals) {
        error_set(err, ERROR_MEMORY, "no memory for a catalog");
        catalog_free(catalog);
        return NULL;
    }
    learner_use(catalog->learner, settings->classifier);
    for (size_t i = 0; i < settings->override_count; i++)
        if (!catalog_override(catalog, &settings->overrides[i], err)) {
            catalog_free(catalog);
            return NULL;
        }
    catalog->settings.overrides = NULL; /* copied */
    return catalog;
}

static void blind_spot_free(struct blind_spot_evidence *spot, struct memory *account)
{
    memory_give(account, (char *)spot->name.at, spot->name.len);
    memory_give(account, spot, sizeof *spot);
}

void catalog_release(struct catalog *catalog)
{
    struct table_entry entry;
    size_t cursor = 0;

    for (size_t i = 0; i < catalog->services.count; i++)
        service_free(catalog->sorted[i], &catalog->account);
    while (table_next(&catalog->blind_spots, &cursor, &entry))
        blind_spot_free(entry.value, &catalog->account);
    for (size_t i = 0; i < catalog->override_count; i++) {
        memory_give(&catalog->account, (char *)catalog->overrides[i].service.at,
                    catalog->overrides[i].service.len);
        memory_give(&catalog->account, (char *)catalog->overrides[i].path.at, catalog->overrides[i].path.len);
    }
    memory_give(&catalog->account, catalog->overrides, catalog->override_room * sizeof *catalog->overrides);
    arena_done(&catalog->documented);
    memory_give(&catalog->account, catalog->pinned, catalog->limits.pinned_count * sizeof *catalog->pinned);
    memory_give(&catalog->account, catalog->sorted, catalog->service_room * sizeof *catalog->sorted);
    table_done(&catalog->services);
    table_done(&catalog->blind_spots);
    arena_done(&catalog->scratch);
    learner_free(catalog->learner);
    signal_memory_free(catalog->signals);
}

void catalog_free(struct catalog *catalog)
{
    struct memory outside = { .used = sizeof *catalog };

    if (!catalog)
        return;
    if (!memory_drop(&catalog->account))
        catalog_release(catalog);
    memory_give(&outside, catalog, sizeof *catalog);
}

struct blind_spot_evidence *blind_spot_get(struct catalog *catalog, struct slice name)
{
    struct blind_spot_evidence *spot = table_find(&catalog->blind_spots, name);
    char *text;

    if (spot || catalog->blind_spots.count >= CATALOG_BLIND_SPOTS || name.len == 0)
        return spot;
    spot = memory_get(&catalog->account, sizeof *spot);
    text = memory_get(&catalog->account, name.len);
    if (spot && text) {
        memcpy(text, name.at, name.len);
        spot->name = slice_make(text, name.len);
        if (table_put(&catalog->blind_spots, spot->name, spot))
            return spot;
    }
    memory_give(&catalog->account, text, name.len);
    memory_give(&catalog->account, spot, sizeof *spot);
    return NULL;
}

void catalog_observe_tls(struct catalog *catalog, struct slice server_name, struct slice certificate_subject,
                         uint16_t version, const struct address *server, int64_t time, uint64_t bytes)
{
    struct blind_spot_evidence *spot;
    char text[ADDRESS_TEXT];
    struct slice name = server_name.len ? server_name : certificate_subject;

    if (name.len == 0) {
        address_format(server, true, text);
        name = slice_of(text);
    }
    spot = blind_spot_get(catalog, name);
    if (!spot)
        return;
    spot->from_sni |= server_name.len > 0;
    spot->from_certificate |= server_name.len == 0 && certificate_subject.len > 0;
    spot->bytes += bytes;
    if (version >= 0x0300 && version < 0x0300 + TLS_VERSIONS)
        spot->versions[version - 0x0300]++;
    support_add(&spot->support, time, 1);
}

/* Exchanges and bodies are counted here, where they end, whatever the source thinks of them. */
void catalog_add_ledger(struct catalog *catalog, const struct ledger *ledger)
{
    for (size_t unit = 0; unit < LEDGER_UNITS; unit++)
        if (unit != LEDGER_EXCHANGES && unit != LEDGER_BODIES) {
            catalog->sources.seen[unit] += ledger->seen[unit];
            catalog->sources.analysed[unit] += ledger->analysed[unit];
        }
    for (size_t i = 0; i < LEDGER_LOSSES; i++) {
        enum ledger_unit unit = ledger_loss_unit((enum ledger_loss)i);

        if (unit != LEDGER_EXCHANGES && unit != LEDGER_BODIES)
            catalog->sources.lost[i] += ledger->lost[i];
    }
}

struct ledger catalog_ledger_sum(const struct catalog *catalog)
{
    struct ledger total = catalog->sources;

    ledger_add(&total, &catalog->unplaced);
    for (size_t i = 0; i < catalog->services.count; i++)
        ledger_add(&total, &catalog->sorted[i]->ledger);
    return total;
}

const struct ledger *catalog_ledger(struct catalog *catalog)
{
    catalog->total = catalog_ledger_sum(catalog);
    return &catalog->total;
}

static bool merge_blind_spots(struct catalog *into, const struct catalog *from)
{
    struct table_entry entry;
    size_t cursor = 0;

    while (table_next(&from->blind_spots, &cursor, &entry)) {
        const struct blind_spot_evidence *spot = entry.value;
        struct blind_spot_evidence *mine = blind_spot_get(into, spot->name);

        if (!mine)
            continue;
        mine->from_sni |= spot->from_sni;
        mine->from_certificate |= spot->from_certificate;
        mine->bytes += spot->bytes;
        for (size_t i = 0; i < TLS_VERSIONS; i++)
            mine->versions[i] += spot->versions[i];
        support_merge(&mine->support, &spot->support);
    }
    return true;
}

bool catalog_merge(struct catalog *into, const struct catalog *from, struct error *err)
{
    bool whole = merge_blind_spots(into, from);

    /* Values are judged by who learned them: a schema that only ever merged knows no classes of the user's. */
    catalog_settle(from);
    ledger_add(&into->sources, &from->sources);
    ledger_add(&into->unplaced, &from->unplaced);
    for (size_t i = 0; i < from->services.count; i++) {
        const struct service_evidence *service = from->sorted[i];
        struct service_evidence *mine = service_get(into, service->key);

        if (mine) {
            whole &= service_merge(into, mine, service);
            catalog_keep_under_ceiling(into);
        } else {
            uint64_t lost = service->ledger.seen[LEDGER_EXCHANGES];

            into->unplaced.seen[LEDGER_EXCHANGES] += lost;
            into->unplaced.lost[LOSS_memory_limit] += lost;
        }
    }
    return whole ||
           error_set(err, ERROR_MEMORY, "part of what was learned did not fit under the memory ceiling");
}

bool catalog_is_half_full(const struct catalog *catalog)
{
    return catalog->account.used > catalog->settings.memory_limit / 2;
}

/* ---- what is stored ---- */

/* 1 was never released; 3 added observations and class marks, and is read beside 2. */
#define FORMAT_VERSION 3
#define FORMAT_OLDEST 2
#define FORMAT_JUDGED 3

size_t catalog_blind_spot_count(const struct catalog *catalog)
{
    return catalog->blind_spots.count;
}

size_t catalog_service_count(const struct catalog *catalog)
{
    return catalog->services.count;
}

struct slice catalog_service_key(const struct catalog *catalog, size_t index)
{
    return catalog->sorted[index]->key;
}

bool catalog_service_changed(const struct catalog *catalog, size_t index)
{
    return catalog->sorted[index]->changed;
}

void catalog_mark_saved(struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->services.count; i++)
        catalog->sorted[i]->changed = false;
}

/* Marks tell the classes users added by their place among them; their names tell which those were. */
static void write_custom_classes(const struct classifier *classifier, struct buffer *out)
{
    size_t count = classifier_custom_count(classifier);

    pack_u64(out, count);
    for (size_t i = 0; i < count; i++)
        pack_slice(out, slice_of(classifier_row(classifier, (enum data_class)(DATA_CUSTOM + i))->name));
}

static uint64_t custom_mark(const struct classifier *classifier, struct slice name)
{
    size_t count = classifier_custom_count(classifier);

    for (size_t i = 0; i < count; i++) {
        enum data_class class = (enum data_class)(DATA_CUSTOM + i);

        if (slice_eq(slice_of(classifier_row(classifier, class)->name), name))
            return CLASS_BIT(class);
    }
    return 0;
}

/* Texts that were kept by who knew other classes are judged again. */
static void read_custom_classes(struct classifier *classifier, struct unpack *in)
{
    uint64_t count = unpack_count(in);
    size_t known = 0;

    in->maps_custom = true;
    for (uint64_t i = 0; i < count && !in->broken; i++) {
        uint64_t mark = custom_mark(classifier, unpack_slice(in));

        known += mark != 0;
        if (i < DATA_CUSTOM_MOST)
            in->custom[i] = mark;
    }
    in->judges = known < classifier_custom_count(classifier);
}

bool catalog_write_service(const struct catalog *catalog, size_t index, struct buffer *out)
{
    service_settle(catalog->sorted[index]);
    pack_u64(out, FORMAT_VERSION);
    pack_slice(out, catalog->sorted[index]->key);
    write_custom_classes(catalog->settings.classifier, out);
    service_write(catalog->sorted[index], out);
    return !out->failed;
}

static bool check_version(struct unpack *in, struct error *err)
{
    uint64_t version = unpack_u64(in);

    if (in->broken || version == 0)
        return error_set(err, ERROR_STORE, "the stored catalog is damaged");
    if (version > FORMAT_VERSION)
        return error_set(err, ERROR_STORE, "the stored catalog was written by a newer version of plainsight");
    if (version < FORMAT_OLDEST)
        return error_set(err, ERROR_STORE,
                         "the stored catalog was written before the first release; observe into a new file");
    in->version = version;
    return true;
}

bool catalog_read_service(struct catalog *catalog, struct slice blob, struct error *err)
{
    struct unpack in = { .rest = blob };
    struct service_evidence *service;
    struct slice key;
    uint64_t denied = catalog->account.denied;
    bool whole;

    if (!check_version(&in, err))
        return false;
    key = unpack_slice(&in);
    in.classifier = catalog->settings.classifier;
    if (in.version < FORMAT_JUDGED)
        in.was_unjudged = in.judges = true;
    else
        read_custom_classes(catalog->settings.classifier, &in);
    service = in.broken ? NULL : service_get(catalog, key);
    if (!service && !in.broken)
        return error_set(err, ERROR_MEMORY, "the stored catalog does not fit under the memory ceiling");
    whole = service && service_read(catalog, service, &in);
    if (catalog->account.denied > denied)
        return error_set(err, ERROR_MEMORY, "the stored catalog does not fit under the memory ceiling");
    if (!whole || in.broken || in.rest.len)
        return error_set(err, ERROR_STORE, "the stored evidence about a service is damaged");
    catalog_keep_under_ceiling(catalog);
    return true;
}

static int order_spots(const void *a, const void *b)
{
    const struct blind_spot_evidence *left = *(struct blind_spot_evidence *const *)a;
    const struct blind_spot_evidence *right = *(struct blind_spot_evidence *const *)b;

    return slice_compare(left->name, right->name);
}

const struct blind_spot_evidence **blind_spots_sorted(const struct catalog *catalog, struct arena *arena)
{
    const struct blind_spot_evidence **sorted =
        arena_get_array(arena, catalog->blind_spots.count + 1, sizeof(void *));
    struct table_entry entry;
    size_t cursor = 0, count = 0;

    if (!sorted)
        return NULL;
    while (table_next(&catalog->blind_spots, &cursor, &entry))
        sorted[count++] = entry.value;
    qsort(sorted, count, sizeof *sorted, order_spots);
    return sorted;
}

bool catalog_write_rest(const struct catalog *catalog, struct buffer *out)
{
    struct arena arena;
    const struct blind_spot_evidence **sorted;

    arena_init(&arena, out->account, 0);
    sorted = blind_spots_sorted(catalog, &arena);
    pack_u64(out, FORMAT_VERSION);
    ledger_write(&catalog->sources, out);
    ledger_write(&catalog->unplaced, out);
    pack_u64(out, sorted ? catalog->blind_spots.count : 0);
    for (size_t i = 0; sorted && i < catalog->blind_spots.count; i++) {
        pack_slice(out, sorted[i]->name);
        pack_u64(out, (uint64_t)sorted[i]->from_sni | (uint64_t)sorted[i]->from_certificate << 1);
        pack_u64(out, sorted[i]->bytes);
        pack_u64(out, sorted[i]->support.count);
        pack_i64(out, sorted[i]->support.first);
        pack_i64(out, sorted[i]->support.last);
        for (size_t j = 0; j < TLS_VERSIONS; j++)
            pack_u64(out, sorted[i]->versions[j]);
    }
    arena_done(&arena);
    return sorted && !out->failed;
}

bool catalog_read_rest(struct catalog *catalog, struct slice blob, struct error *err)
{
    struct unpack in = { .rest = blob };
    uint64_t count;

    if (!check_version(&in, err))
        return false;
    ledger_read(&catalog->sources, &in);
    ledger_read(&catalog->unplaced, &in);
    count = unpack_count(&in);
    for (uint64_t i = 0; i < count && !in.broken; i++) {
        struct slice name = unpack_slice(&in);
        uint64_t evidence = unpack_u64(&in), bytes = unpack_u64(&in);
        struct support support = { .count = unpack_u64(&in) };
        struct blind_spot_evidence *spot;
        uint64_t versions[TLS_VERSIONS] = { 0 };

        support.first = unpack_i64(&in);
        support.last = unpack_i64(&in);
        for (size_t j = 0; j < TLS_VERSIONS && in.version >= 3; j++)
            versions[j] = unpack_u64(&in);
        spot = in.broken ? NULL : blind_spot_get(catalog, name);
        if (!spot)
            continue;
        spot->from_sni |= evidence & 1;
        spot->from_certificate |= evidence >> 1 & 1;
        spot->bytes += bytes;
        for (size_t j = 0; j < TLS_VERSIONS; j++)
            spot->versions[j] += versions[j];
        support_merge(&spot->support, &support);
    }
    return !in.broken || error_set(err, ERROR_STORE, "the stored ledger is damaged");
}

/* ---- overrides ---- */

static bool keep_text(struct catalog *catalog, struct slice text, struct slice *ret)
{
    char *copy = text.len ? memory_get(&catalog->account, text.len) : NULL;

    if (text.len && !copy)
        return false;
    if (text.len)
        memcpy(copy, text.at, text.len);
    *ret = slice_make(copy, text.len);
    return true;
}

static int order_hashes(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

/* Segments that an override names stay apart in the trie from now on, whatever their shape. */
static bool pin_literals(struct catalog *catalog, struct slice path)
{
    struct path_segment segments[PATH_DEPTH];
    size_t count = path_split(path, &catalog->scratch, segments, PATH_DEPTH),
           room = catalog->limits.pinned_count;
    uint64_t *grown;

    if (count == 0)
        return true;
    grown = memory_resize(&catalog->account, catalog->pinned, room * sizeof *grown,
                          (room + count) * sizeof *grown);
    if (!grown)
        return false;
    for (size_t i = 0; i < count; i++)
        grown[room + i] = segments[i].hash;
    qsort(grown, room + count, sizeof *grown, order_hashes);
    catalog->pinned = grown;
    catalog->limits.pinned = grown;
    catalog->limits.pinned_count = room + count;
    arena_reset(&catalog->scratch);
    for (size_t i = 0; i < catalog->services.count; i++)
        if (!path_tighten(catalog->sorted[i]->paths, &catalog->account, catalog->limits) ||
            !path_tighten(catalog->sorted[i]->missing, &catalog->account, catalog->limits))
            return false;
    return true;
}

bool catalog_override(struct catalog *catalog, const struct override *override, struct error *err)
{
    struct override row = { .kind = override->kind };

    if (override->path.len == 0 || override->path.at[0] != '/')
        return error_set(err, ERROR_USAGE, "a template begins with a slash: /users/{userId}");
    if (catalog->override_count == catalog->override_room) {
        size_t room = catalog->override_room ? catalog->override_room * 2 : 8;
        struct override *grown = memory_resize(&catalog->account, catalog->overrides,
                                               catalog->override_room * sizeof *grown, room * sizeof *grown);

        if (!grown)
            return error_set(err, ERROR_MEMORY, "no memory for another override");
        catalog->overrides = grown;
        catalog->override_room = room;
    }
    if (!keep_text(catalog, override->service, &row.service) ||
        !keep_text(catalog, override->path, &row.path)) {
        memory_give(&catalog->account, (char *)row.service.at, row.service.len);
        return error_set(err, ERROR_MEMORY, "no memory for another override");
    }
    catalog->overrides[catalog->override_count++] = row;
    return pin_literals(catalog, row.path) || error_set(err, ERROR_MEMORY, "no memory for another override");
}

const struct guide *catalog_guide(const struct catalog *catalog, struct slice service)
{
    const struct guide *guide = catalog->guides;

    while (guide && !slice_eq(guide->service, service))
        guide = guide->next;
    return guide;
}

bool catalog_document(struct catalog *catalog, struct slice service, struct slice method,
                      struct slice template, struct error *err)
{
    struct guide *guide = (struct guide *)(uintptr_t)catalog_guide(catalog, service);

    if (!guide) {
        guide = arena_get_array(&catalog->documented, 1, sizeof *guide);
        if (!guide)
            return error_set(err, ERROR_MEMORY, "no memory for the templates of documents");
        guide_init(guide, &catalog->documented, arena_copy(&catalog->documented, service));
        guide->next = catalog->guides;
        catalog->guides = guide;
    }
    return guide_add(guide, template, method) ||
           error_set(err, ERROR_MEMORY, "no memory for the templates of documents");
}

bool catalog_keeps_apart(const struct catalog *catalog, struct slice service, struct slice path,
                         struct memory *account)
{
    struct path_segment segments[PATH_DEPTH];
    struct arena arena;
    size_t count;
    bool found = false;

    arena_init(&arena, account, 0);
    count = path_split(path, &arena, segments, PATH_DEPTH);
    for (size_t i = 0; i < catalog->services.count && !found; i++)
        if (service.len == 0 || slice_eq(service, catalog->sorted[i]->key))
            found = path_find(catalog->sorted[i]->paths, segments, count) != NULL;
    arena_done(&arena);
    return found;
}
