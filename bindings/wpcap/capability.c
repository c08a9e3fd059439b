#include "capability_internal.h"

#include "emulation_internal.h"
#include "words.h"
#include "wpcap_binding.h"

#include <wherry/binding.h>

#include <stdlib.h>
#include <string.h>

const char *wherry_pcap_state_name(enum wherry_pcap_state state)
{
    switch (state) {
#define WHERRY__NAME(name, text)                                                                   \
    case name:                                                                                     \
        return text;
        WHERRY_PCAP_STATES(WHERRY__NAME)
#undef WHERRY__NAME
    }
    return "";
}

/* ---- One function ---------------------------------------------------------------------------- */

const char *wherry__pcap_name(uint32_t function)
{
    return wpcap_binding.strings + wpcap_binding.functions[function].name;
}

static bool is_meant(const struct wherry__pcap_remark *remark, const char *name)
{
    size_t length = strlen(remark->name);
    if (length > 0 && remark->name[length - 1] == '*')
        return strncmp(remark->name, name, length - 1) == 0;
    return strcmp(remark->name, name) == 0;
}

/* NULL: nothing is known about the function in that state. */
static const struct wherry__pcap_remark *find_remark(const char *name, enum wherry_pcap_state state)
{
    for (const struct wherry__pcap_remark *at = wherry__pcap_remarks(); at->name; at++)
        if (at->state == state && is_meant(at, name))
            return at;
    return NULL;
}

static enum wherry_pcap_state describe(const char *name, enum wherry_pcap_state state,
                                       const char *otherwise, const char **reason)
{
    const struct wherry__pcap_remark *remark = find_remark(name, state);
    *reason = remark ? remark->reason : otherwise;
    return state;
}

enum wherry_pcap_state wherry__pcap_state(uint32_t function, const char **reason)
{
    const char *name = wherry__pcap_name(function);
    wherry_function address;
    if (wpcap_binding.functions[function].flags & WHERRY_FN_ABSENT) {
        *reason = wherry__pcap_undeclared;
        return WHERRY_PCAP_ABSENT;
    }
    if (!wpcap_library()) {
        *reason = "there is no pcap library";
        return WHERRY_PCAP_ABSENT;
    }
    if (!wherry_has(&wpcap_binding, function) ||
        wherry_function_address(&wpcap_binding, function, &address) != 0)
        return describe(name, WHERRY_PCAP_ABSENT, "the library does not export it", reason);
    if (wherry__pcap_is_stub(address, name))
        return describe(name, WHERRY_PCAP_STUB, "Wine exports it, and raises an exception", reason);
    if (find_remark(name, WHERRY_PCAP_WRONG))
        return describe(name, WHERRY_PCAP_WRONG, "", reason);
    return describe(name, WHERRY_PCAP_REAL, "", reason);
}

bool wherry__pcap_usable(uint32_t function)
{
    const char *reason;
    return wherry__pcap_state(function, &reason) >= WHERRY_PCAP_WRONG;
}

bool wherry__pcap_has_all(const uint32_t *functions, size_t count, struct wherry__words *error)
{
    const char *reason;
    if (!wpcap_library()) {
        wherry__say(error, "%s; %s", wherry_error_text(), wherry__pcap_advice);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (wherry__pcap_reported(functions[i], &reason) >= WHERRY_PCAP_WRONG)
            continue;
        wherry__say(error, "%s cannot be used: it has no %s: %s; %s", wpcap_library(),
                    wherry__pcap_name(functions[i]), reason, wherry__pcap_advice);
        return false;
    }
    return true;
}

/* ---- Emulation ------------------------------------------------------------------------------- */

static const struct wherry__emulation *find_emulation(uint32_t function)
{
    for (const struct wherry__emulation *at = wherry__emulations; at->substitute; at++)
        if (at->function == function)
            return at;
    return NULL;
}

static bool is_emulated(const struct wherry__emulation *emulation)
{
    return __atomic_load_n(&wpcap_binding.slots[emulation->function], __ATOMIC_ACQUIRE) ==
           emulation->substitute;
}

enum wherry_pcap_state wherry__pcap_reported(uint32_t function, const char **reason)
{
    enum wherry_pcap_state state;
    const struct wherry__emulation *emulation = find_emulation(function);
    if (wherry__file_state(function, &state, reason))
        return state;
    if (!emulation || !is_emulated(emulation))
        return wherry__pcap_state(function, reason);
    *reason = emulation->reason;
    return WHERRY_PCAP_EMULATED;
}

void wherry__pcap_replace(uint32_t function, wherry_function substitute)
{
    __atomic_store_n(&wpcap_binding.slots[function], substitute, __ATOMIC_RELEASE);
    __atomic_store_n(&wpcap_binding.presence[function], 1, __ATOMIC_RELEASE);
}

int wherry_pcap_emulate(void)
{
    const char *reason;
    int replaced = 0;
    wpcap_load(); /* what is resolved later would undo it */
    for (const struct wherry__emulation *at = wherry__emulations; at->substitute; at++) {
        if (wherry__pcap_reported(at->function, &reason) < WHERRY_PCAP_EMULATED &&
            wherry__pcap_usable(at->needs)) {
            wherry__pcap_replace(at->function, at->substitute);
            replaced++;
        }
    }
    return replaced + wherry__emulate_files(); /* after those: it hands on to them */
}

int wherry__emulate_inject(pcap_t *pcap, const void *bytes, size_t length_bytes)
{
    int length = (int)length_bytes;
    return pcap_sendpacket(pcap, bytes, length) == 0 ? length : PCAP_ERROR;
}

/* ---- The report ------------------------------------------------------------------------------ */

struct report {
    struct wherry_pcap public; /* first: it is what callers hold */
    struct wherry_pcap_candidate *candidates;
    struct wherry_pcap_function *functions;
};

static void fill_functions(struct report *report)
{
    for (uint32_t i = 0; i < wpcap_binding.function_count; i++) {
        struct wherry_pcap_function *function = &report->functions[i];
        function->name = wherry__pcap_name(i);
        function->state = wherry__pcap_reported(i, &function->reason);
    }
    report->public.functions = report->functions;
    report->public.function_count = wpcap_binding.function_count;
}

/* Each candidate by itself, up to the one that can be opened: that is the one which was loaded. */
static int fill_candidates(struct report *report)
{
    for (uint32_t i = 0; i < wpcap_binding.library_count; i++) {
        struct wherry_library *library;
        struct wherry_pcap_candidate *candidate = &report->candidates[i];
        candidate->name = wpcap_binding.libraries[i];
        report->public.candidate_count = i + 1;
        if (wherry_library_open(&library, &wpcap_binding.libraries[i], 1, 0) == 0) {
            wherry_library_close(library);
            break;
        }
        candidate->refused = strdup(wherry_error_text());
        if (!candidate->refused)
            return WHERRY_E_MEMORY;
    }
    return 0;
}

int wherry_pcap_inspect(struct wherry_pcap **pcap)
{
    struct report *report = calloc(1, sizeof(*report));
    *pcap = NULL;
    if (!report)
        return WHERRY_E_MEMORY;
    report->candidates = calloc(wpcap_binding.library_count, sizeof(*report->candidates));
    report->functions = calloc(wpcap_binding.function_count, sizeof(*report->functions));
    report->public.candidates = report->candidates;
    if (!report->candidates || !report->functions || fill_candidates(report) != 0) {
        wherry_pcap_free(&report->public);
        return WHERRY_E_MEMORY;
    }
    report->public.path = wpcap_library();
    report->public.wine = report->public.path ? wherry__pcap_wine() : NULL;
    report->public.version =
        wherry__pcap_usable(wpcap_index_pcap_lib_version) ? pcap_lib_version() : "";
    fill_functions(report);
    *pcap = &report->public;
    return 0;
}

void wherry_pcap_free(struct wherry_pcap *pcap)
{
    struct report *report = (struct report *)(void *)pcap;
    if (!report)
        return;
    for (size_t i = 0; report->candidates && i < report->public.candidate_count; i++)
        free((void *)(uintptr_t)report->candidates[i].refused);
    free(report->candidates);
    free(report->functions);
    free(report);
}

const struct wherry_pcap_function *wherry_pcap_find(const struct wherry_pcap *pcap,
                                                    const char *name)
{
    for (size_t i = 0; i < pcap->function_count; i++)
        if (strcmp(pcap->functions[i].name, name) == 0)
            return &pcap->functions[i];
    return NULL;
}

/* ---- In words -------------------------------------------------------------------------------- */

static void say_library(struct wherry__words *words, const struct wherry_pcap *pcap)
{
    for (size_t i = 0; i < pcap->candidate_count; i++)
        if (pcap->candidates[i].refused)
            wherry__say(words, "refused: %s\n", pcap->candidates[i].refused);
    if (!pcap->path)
        wherry__say(words, "There is no pcap library: %s.\n", wherry__pcap_advice);
    else if (pcap->wine)
        wherry__say(words, "loaded: %s, of Wine %s: %s\n", pcap->path, pcap->wine, pcap->version);
    else
        wherry__say(words, "loaded: %s: %s\n", pcap->path, pcap->version);
}

size_t wherry_pcap_explain(const struct wherry_pcap *pcap, char *text, size_t size_bytes)
{
    struct wherry__words words = wherry__words_begin(text, size_bytes);
    say_library(&words, pcap);
    for (size_t i = 0; pcap->path && i < pcap->function_count; i++) {
        const struct wherry_pcap_function *function = &pcap->functions[i];
        if (*function->reason)
            wherry__say(&words, "%s: %s: %s\n", function->name,
                        wherry_pcap_state_name(function->state), function->reason);
    }
    return words.length;
}
