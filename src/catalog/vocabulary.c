/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/vocabulary.h"

/* Both lists are sorted; nouns stand in the singular. */
/* clang-format off */
static const char *const verbs[] = {
    "accept", "acknowledge", "activate", "add", "aggregate", "allocate", "analyze", "apply", "approve",
    "archive", "assign", "associate", "attach", "authenticate", "authorize", "batch", "begin", "bind",
    "block", "broadcast", "bulk", "calculate", "cancel", "capture", "change", "charge", "check", "checkout",
    "claim", "clean", "clear", "clone", "close", "commit", "compare", "complete", "configure", "confirm",
    "connect", "convert", "copy", "create", "deactivate", "decline", "decode", "decrypt", "delete",
    "deploy", "detach", "detect", "disable", "disassociate", "disconnect", "dismiss", "download",
    "duplicate", "edit", "enable", "encode", "encrypt", "evaluate", "execute", "expire", "export",
    "extract", "fetch", "filter", "finalize", "find", "finish", "flush", "follow", "force", "forgot",
    "generate", "get", "grant", "hide", "import", "index", "init", "insert", "install", "invalidate",
    "invite", "invoke", "join", "kill", "launch", "leave", "like", "link", "list", "load", "lock", "login",
    "logout", "lookup", "make", "mark", "match", "merge", "migrate", "modify", "move", "mute", "notify",
    "open", "parse", "patch", "pause", "perform", "pin", "play", "poll", "post", "poweroff", "poweron",
    "preview", "process", "promote", "protect", "provision", "publish", "pull", "purchase", "purge", "push",
    "put", "query", "read", "rebase", "reboot", "rebuild", "receive", "redeem", "refresh", "refund",
    "register", "reindex", "reject", "release", "reload", "remove", "rename", "renew", "reopen", "reorder",
    "replace", "replay", "reply", "report", "request", "rerun", "resend", "reserve", "reset", "resize",
    "resolve", "restart", "restore", "resume", "retrieve", "retry", "return", "reverse", "revert", "revoke",
    "rotate", "run", "save", "scan", "schedule", "search", "seek", "select", "send", "set", "share", "show",
    "shutdown", "sign", "signin", "signout", "signup", "skip", "snooze", "sort", "split", "start", "stop",
    "store", "submit", "subscribe", "suggest", "suspend", "swap", "switch", "sync", "synchronize",
    "terminate", "test", "toggle", "track", "transfer", "transform", "translate", "trigger", "truncate",
    "unarchive", "unassign", "unblock", "undelete", "unfollow", "unlink", "unlock", "unmute", "unpin",
    "unpublish", "unregister", "unsubscribe", "update", "upgrade", "upload", "upsert", "use", "validate",
    "verify", "view", "void", "vote", "watch", "withdraw", "write",
};

static const char *const words[] = {
    "about", "accepted", "access", "account", "accuracy", "achievement", "action", "activation", "active",
    "activity", "addon", "address", "admin", "administrator", "agent", "agreement", "airline", "airport",
    "alarm", "album", "alert", "alias", "all", "allergy", "allocation", "amount", "analysis", "analytic",
    "anatomy", "ancestor", "and", "annotation", "announcement", "answer", "api", "app", "application",
    "appointment", "approval", "approved", "archived", "area", "arrival", "article", "artifact", "artist",
    "as", "asset", "assigned", "assignee", "assignment", "async", "at", "attachment", "attempt",
    "attribute", "audio", "audit", "auth", "authentication", "author", "authorization", "autocomplete",
    "availability", "available", "avatar", "average", "award", "backup", "badge", "balance", "balancer",
    "bank", "banner", "base", "basic", "basket", "beneficiary", "bill", "billing", "binary", "blob", "blog",
    "board", "body", "booking", "bookmark", "bot", "box", "branch", "brand", "browse", "bucket", "budget",
    "build", "bundle", "business", "button", "by", "cache", "calendar", "call", "callback", "campaign",
    "canceled", "cancelled", "candidate", "capability", "captcha", "card", "cart", "case", "catalog",
    "category", "cell", "certificate", "challenge", "change", "channel", "chart", "chat", "checkin",
    "checkpoint", "checksum", "child", "children", "city", "class", "client", "closed", "cloud", "cluster",
    "code", "cold", "collaborator", "collection", "color", "colour", "column", "command", "comment",
    "compact", "company", "comparison", "competitive", "completed", "component", "compressed", "config",
    "configuration", "connection", "connector", "console", "constraint", "consumer", "contact", "container",
    "content", "context", "contract", "contributor", "control", "conversation", "cost", "count", "counter",
    "country", "county", "coupon", "course", "cpu", "credential", "credit", "crowd", "crowding", "csrf",
    "csv", "currency", "current", "curriculum", "custom", "customer", "dashboard", "data", "database",
    "datacenter", "dataset", "date", "day", "decoy", "default", "definition", "deleted", "delivery",
    "demand", "department", "departure", "dependency", "deployment", "deposit", "descendant", "description",
    "detail", "device", "diagnosis", "diagnostic", "diff", "direct", "directory", "disabled", "discount",
    "discovery", "discussion", "disease", "disk", "dispute", "disruption", "distribution", "district",
    "dns", "doc", "document", "domain", "downstream", "draft", "driver", "dynamic", "echo", "egress",
    "elasticity", "email", "embed", "emoji", "employee", "enabled", "encounter", "endpoint", "engine",
    "entity", "entry", "environment", "error", "estimate", "event", "exam", "exception", "exchange",
    "execution", "expand", "expense", "experiment", "external", "facility", "factor", "failed", "failure",
    "family", "fan", "fare", "favorite", "favourite", "feature", "featured", "fee", "feed", "feedback",
    "field", "file", "firewall", "first", "flag", "flight", "floating", "flow", "folder", "follower",
    "following", "font", "for", "forecast", "fork", "form", "format", "forum", "friend", "from", "frontend",
    "ftp", "full", "function", "gallery", "game", "gateway", "gazetteer", "gene", "genotype", "genre",
    "geo", "geocode", "git", "global", "goal", "gpu", "grade", "graph", "graphql", "group", "guest",
    "guide", "has", "hash", "head", "header", "health", "heartbeat", "heartrate", "height", "help",
    "hidden", "hierarchy", "highlight", "history", "holiday", "home", "homolog", "hook", "host", "hot",
    "hotel", "hour", "html", "http", "https", "icon", "ics", "id", "identifier", "identity", "image",
    "immunization", "impact", "import", "in", "inbound", "inbox", "incident", "incoming", "index", "info",
    "information", "ingress", "input", "insight", "instance", "instrument", "integration", "interaction",
    "interface", "internal", "invitation", "invoice", "ip", "is", "isolation", "issue", "item", "job",
    "journal", "json", "key", "keyword", "kind", "label", "language", "last", "latest", "layer", "layout",
    "ldap", "lead", "league", "lease", "ledger", "length", "lesson", "level", "library", "license", "limit",
    "line", "listing", "live", "loadbalancer", "local", "locale", "location", "log", "logger", "logo",
    "mail", "mailbox", "maintenance", "manager", "manifest", "map", "mapping", "margin", "markdown",
    "market", "master", "match", "maximum", "md5", "me", "measure", "media", "median", "medication",
    "meeting", "member", "membership", "memo", "memory", "menu", "merchant", "message", "meta", "metadata",
    "method", "metric", "mfa", "migration", "milestone", "mine", "minimum", "mirror", "mms", "mobile",
    "mode", "model", "module", "monitor", "month", "movie", "name", "namespace", "neighbor", "neighbour",
    "network", "new", "news", "next", "node", "nonce", "not", "note", "notification", "number", "oauth",
    "oauth2", "object", "observation", "of", "offer", "office", "offline", "oidc", "old", "on", "online",
    "operation", "operator", "optimal", "option", "or", "order", "org", "organisation", "organization",
    "origin", "ortholog", "otp", "outbound", "outbox", "outgoing", "output", "overview", "owned", "owner",
    "package", "page", "paralog", "parameter", "parent", "participant", "partner", "passenger", "passkey",
    "passphrase", "password", "path", "pathway", "patient", "payee", "payment", "payout", "pdf", "peer",
    "peering", "pending", "penetration", "people", "percent", "percentile", "performance", "period",
    "permission", "person", "personal", "phenotype", "phone", "photo", "picture", "ping", "pipeline",
    "place", "placement", "plan", "player", "playlist", "plugin", "point", "policy", "pong", "pool",
    "popular", "port", "portal", "portfolio", "position", "postcode", "practitioner", "preference",
    "prefix", "prescription", "presence", "previous", "price", "pricing", "priority", "private", "probe",
    "procedure", "product", "profile", "profit", "program", "project", "promotion", "property", "protein",
    "protocol", "provider", "province", "proxy", "public", "publication", "qr", "question", "queue", "quiz",
    "quota", "quote", "ram", "rank", "ranking", "rate", "rating", "ratio", "rationalization", "raw",
    "reaction", "receipt", "received", "recent", "recipient", "recommendation", "record", "recording",
    "recovery", "redirect", "reference", "referral", "region", "registration", "registry", "rejected",
    "relation", "relationship", "remote", "repo", "repository", "request", "requirement", "reservation",
    "resolution", "resource", "response", "result", "retention", "revenue", "review", "reviewer",
    "revision", "reward", "ride", "role", "room", "root", "route", "router", "row", "rpc", "rss", "rule",
    "ruleset", "safety", "saml", "sample", "saved", "scenario", "scheduled", "schema", "scope", "score",
    "script", "season", "seat", "secret", "section", "security", "segment", "self", "seller", "sensor",
    "sent", "sequence", "series", "server", "service", "session", "setting", "settlement", "setup",
    "severity", "sha1", "sha256", "shard", "shared", "shipment", "shipping", "shop", "show", "sibling",
    "site", "size", "slot", "sms", "smtp", "snapshot", "snippet", "social", "source", "space", "spec",
    "sql", "ssh", "ssl", "sso", "stage", "standard", "star", "starred", "stat", "state", "statement",
    "station", "statistic", "status", "step", "stock", "stockout", "stop", "storage", "stream", "streaming",
    "street", "string", "student", "study", "style", "sub", "subaccount", "subdomain", "subject", "sublist",
    "subnet", "subscriber", "subscription", "substance", "subtask", "subuser", "succeeded", "suggestion",
    "sum", "summary", "supplier", "supply", "support", "survey", "sync", "system", "tab", "table", "tag",
    "target", "task", "tax", "taxon", "teacher", "team", "template", "tenant", "term", "text", "theme",
    "thread", "threshold", "thumbnail", "ticket", "tier", "time", "timeline", "timer", "timestamp",
    "timetable", "tls", "to", "token", "tool", "top", "topic", "total", "totp", "trace", "track", "trade",
    "traffic", "transaction", "transcript", "transition", "transport", "tree", "trend", "trending", "trip",
    "turnover", "type", "unassigned", "uncompressed", "unit", "universal", "unknown", "unread", "upstream",
    "url", "usage", "user", "username", "util", "utility", "validation", "value", "variable", "variant",
    "vehicle", "vendor", "verification", "version", "video", "viewer", "visible", "visit", "visitor",
    "vlan", "volume", "vpn", "wallet", "warehouse", "watcher", "web", "webhook", "week", "weight", "widget",
    "width", "wiki", "with", "without", "worker", "workflow", "workspace", "xml", "year", "zip", "zone",
};
/* clang-format on */

static bool find_word(const char *const *list, size_t count, struct slice word)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = slice_compare(slice_of(list[middle]), word);

        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool is_noun(struct slice word)
{
    return find_word(words, sizeof words / sizeof *words, word);
}

static bool is_verb(struct slice word)
{
    return find_word(verbs, sizeof verbs / sizeof *verbs, word);
}

/* `word` is lower case in a buffer with room for one more character. */
static bool is_known(char *word, size_t len)
{
    struct slice whole = { word, len };

    if (is_noun(whole) || is_verb(whole))
        return true;
    if (len > 4 && slice_ends_with(whole, SLICE("ies"))) {
        char last = word[len - 3];
        bool known;

        word[len - 3] = 'y';
        known = is_noun((struct slice){ word, len - 2 });
        word[len - 3] = last;
        if (known)
            return true;
    }
    if (len > 3 && slice_ends_with(whole, SLICE("es")) && is_noun((struct slice){ word, len - 2 }))
        return true;
    return len > 2 && word[len - 1] == 's' && is_noun((struct slice){ word, len - 1 });
}

#define WORD_LENGTH 32

/* Takes the next word of a segment in lower case; 0 at the end. */
static size_t next_word(struct slice *rest, char word[WORD_LENGTH])
{
    size_t len = 0;

    while (rest->len && len < WORD_LENGTH - 1) {
        char c = *rest->at;
        bool upper = c >= 'A' && c <= 'Z';
        bool next_lower = rest->len > 1 && rest->at[1] >= 'a' && rest->at[1] <= 'z';
        bool after_lower = len && word[len - 1] >= 'a' && rest->at[-1] >= 'a';

        if (c == '-' || c == '_' || c == '.') {
            rest->at++;
            rest->len--;
            if (len)
                break;
            continue;
        }
        if (upper && len && (after_lower || next_lower))
            break;
        word[len++] = upper ? (char)(c + 32) : c;
        rest->at++;
        rest->len--;
    }
    return len;
}

double vocabulary_share(struct slice segment, bool *ret_verb)
{
    char word[WORD_LENGTH];
    size_t len, count = 0, known = 0;

    *ret_verb = false;
    while ((len = next_word(&segment, word)) > 0) {
        if (count++ == 0)
            *ret_verb = is_verb((struct slice){ word, len });
        known += is_known(word, len);
    }
    return count ? (double)known / (double)count : 0;
}

bool vocabulary_is_plural(struct slice segment)
{
    char word[WORD_LENGTH];
    size_t len, last = 0;

    while ((len = next_word(&segment, word)) > 0)
        last = len;
    if (last < 3 || word[last - 1] != 's')
        return last == 6 && memcmp(word, "people", 6) == 0;
    return word[last - 2] != 's' && !(word[last - 2] == 'u' && word[last - 3] != 'n') &&
           word[last - 2] != 'i';
}
