/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/site.h"

#include "base/byte.h"

struct slice site_host(struct slice origin)
{
    const char *scheme = memmem(origin.at, origin.len, "://", 3);
    struct slice host = origin;

    if (scheme)
        host = slice_make(scheme + 3, (size_t)(origin.at + origin.len - scheme - 3));
    host = slice_cut(&host, '/');
    if (host.len && host.at[0] == '[')
        return host;
    return slice_cut(&host, ':');
}

static bool is_address(struct slice host)
{
    struct address address;

    return address_parse(host, &address) || (host.len && host.at[0] == '[');
}

/* Below these, every name is somebody else's. */
static bool is_hosting(struct slice suffix)
{
    static const char *const hosting[] = { "github.io",      "gitlab.io",       "herokuapp.com",
                                           "vercel.app",     "netlify.app",     "pages.dev",
                                           "web.app",        "firebaseapp.com", "azurewebsites.net",
                                           "ngrok.io",       "ngrok.app",       "ngrok-free.app",
                                           "cloudfront.net", "blogspot.com",    "workers.dev",
                                           "onrender.com" };

    return SLICE_AMONG_NOCASE(suffix, hosting);
}

/* The last `labels` labels. */
static struct slice last_labels(struct slice host, size_t labels)
{
    size_t at = host.len;

    while (at > 0) {
        if (host.at[at - 1] == '.' && --labels == 0)
            break;
        at--;
    }
    return slice_make(host.at + at, host.len - at);
}

struct slice site_of(struct slice host)
{
    struct slice two = last_labels(host, 2), second, last;

    if (is_address(host))
        return host;
    last = two;
    second = slice_cut(&last, '.');
    if (is_hosting(two) || (last.len == 2 && second.len <= 3))
        return last_labels(host, 3);
    return two;
}

static bool is_developers(struct slice host)
{
    struct address address;

    return slice_eq_nocase(host, SLICE("localhost")) || slice_ends_with_nocase(host, SLICE(".localhost")) ||
           slice_ends_with_nocase(host, SLICE(".local")) ||
           (address_parse(host, &address) && !network_is_public(&address));
}

bool site_is_foreign(struct slice host, struct slice own)
{
    return host.len && !is_developers(host) && memchr(host.at, '.', host.len) &&
           !slice_eq_nocase(site_of(host), site_of(own));
}

/* The own site within the name, and yet another owner: what a careless comparison lets through. */
static bool takes_name_in_vain(struct slice host, struct slice own)
{
    struct slice site = site_of(own);

    return site.len > 4 && memchr(site.at, '.', site.len) && slice_contains_nocase(host, site);
}

bool site_is_evidently_foreign(struct slice host, struct slice own)
{
    static const char *const words[] = { "evil",    "attacker",    "hacker",       "malicious",
                                         "pwned",   "phish",       "exploit",      "burpcollab",
                                         "oastify", "interact.sh", "webhook.site", "requestbin" };
    static const char *const examples[] = { "example.com", "example.org", "example.net" };

    if (!site_is_foreign(host, own))
        return false;
    if (takes_name_in_vain(host, own) || SLICE_AMONG_NOCASE(site_of(host), examples))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_contains_nocase(host, slice_of(words[i])))
            return true;
    return false;
}

void sites_add(struct sites *sites, struct slice host)
{
    if (!site_is_foreign(host, sites->own))
        return;
    if (!sites->evident.len && site_is_evidently_foreign(host, sites->own))
        sites->evident = host;
    for (size_t i = 0; i < sites->count; i++)
        if (slice_eq_nocase(site_of(sites->hosts[i]), site_of(host)))
            return;
    if (sites->count < SITES_MOST)
        sites->hosts[sites->count++] = host;
}
