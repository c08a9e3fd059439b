/* self.c: a library whose binding names the library itself. Its exported symbol self_ping is the
 * stub, so that resolving it would go round for ever. */
#include <wherry/binding.h>

#include <stddef.h>

static const char strings[] = "ping\0self_ping";
#if defined(_WIN32)
static const char *const libraries[] = {"{application}/self.dll"};
#define EXPORT __declspec(dllexport)
#else
static const char *const libraries[] = {"{application}/libself.so"};
#define EXPORT __attribute__((visibility("default")))
#endif
static const struct wherry__function functions[] = {{0, 5, WHERRY_NONE16, 0}};
WHERRY__HIDDEN __attribute__((used)) wherry_function self__slots[1];
static unsigned char presence[1];
static struct wherry__state state;
WHERRY__HIDDEN extern const struct wherry_binding self_binding;
__attribute__((used)) const struct wherry_binding self_binding = {.format = WHERRY_BINDING_FORMAT,
                                                                  .library_count = 1,
                                                                  .function_count = 1,
                                                                  .name = "self",
                                                                  .strings = strings,
                                                                  .libraries = libraries,
                                                                  .functions = functions,
                                                                  .slots = self__slots,
                                                                  .presence = presence,
                                                                  .state = &state};

/* The stub itself is hidden on ELF; an alias of it is not. */
WHERRY_STUB(self, 0, WHERRY_SYMBOL("self_hidden_ping"))
__asm__(".globl " WHERRY_SYMBOL("self_ping") "\n\t"
                                             ".set " WHERRY_SYMBOL("self_ping") ", " WHERRY_SYMBOL(
                                                 "self_hidden_ping"));
#if defined(_WIN32)
__asm__(".section .drectve\n\t.ascii \" -export:self_ping\"\n\t.text");
#endif

EXPORT const char *self_check(int *code);
EXPORT const char *self_check(int *code)
{
    wherry_function function;
    *code = wherry_function_address(&self_binding, 0, &function);
    return wherry_error_text();
}

/* The runtime's thread-local storage in a library that was loaded while the program ran. */
EXPORT int self_errno(void);
EXPORT int self_errno(void)
{
    return wherry_errno();
}
