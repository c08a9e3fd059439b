/* A model made by hand, merged, and emitted without clang: two targets that agree on one function,
 * differ in another's type, and of which only one has the third. */
#include "check.h"
#include "emit.h"
#include "merge.h"
#include "options.h"
#include "select.h"
#include "spell.h"

#include <string.h>

struct fixture {
    struct arena *arena;
    struct types *types;
    struct source_file header;
    struct api apis[2];
    struct model model;
};

static const struct type *scalar(struct fixture *fixture, enum type_kind kind)
{
    return type_scalar(fixture->types, kind);
}

static const struct type *function_type(struct fixture *fixture, const struct type *result,
                                        const struct type *parameter, enum convention convention)
{
    const struct type *parameters[] = {parameter};
    struct type type = {.kind = TYPE_FUNCTION,
                        .target = result,
                        .parameters = parameters,
                        .parameter_count = 1,
                        .convention = convention};
    return type_intern(fixture->types, &type);
}

static void add_function(struct fixture *fixture, size_t target, const char *name,
                         const char *symbol, const struct type *type)
{
    static const char *const unnamed[] = {NULL, NULL};
    struct declaration declaration = {.kind = DECLARATION_FUNCTION,
                                      .name = intern(fixture->arena, name),
                                      .file = &fixture->header,
                                      .location = {"hand.h", 1, 1}};
    declaration.spelling = declaration.name;
    declaration.function.symbol = intern(fixture->arena, symbol);
    declaration.function.type = type;
    declaration.function.parameter_names = unnamed;
    api_add(&fixture->apis[target], fixture->arena, &declaration);
}

static void fill(struct fixture *fixture)
{
    fixture->arena = arena_new();
    fixture->types = types_new(fixture->arena);
    fixture->header = (struct source_file){.path = "hand.h", .is_named = true, .is_bound = true};
    api_init(&fixture->apis[0], target_find("x86_64-linux-gnu"));
    api_init(&fixture->apis[1], target_find("i686-w64-mingw32"));
    const struct type *integer = scalar(fixture, TYPE_INT);
    const struct type *words[] = {scalar(fixture, TYPE_ULONG), scalar(fixture, TYPE_UINT)};
    for (size_t t = 0; t < 2; t++) {
        enum convention convention = t ? CONVENTION_STDCALL : CONVENTION_CDECL;
        add_function(fixture, t, "same", t ? "_same@4" : "same",
                     function_type(fixture, integer, integer, convention));
        add_function(fixture, t, "differs", t ? "_differs" : "differs",
                     function_type(fixture, integer, words[t], CONVENTION_CDECL));
    }
    add_function(fixture, 1, "windows_only", "_windows_only",
                 function_type(fixture, integer, integer, CONVENTION_CDECL));
    api_seal(&fixture->apis[0]);
    api_seal(&fixture->apis[1]);
    merge(&fixture->model, fixture->apis, 2, fixture->arena, fixture->types);
    model_settle(&fixture->model);
}

static void release(struct fixture *fixture)
{
    model_release(&fixture->model);
    api_release(&fixture->apis[0]);
    api_release(&fixture->apis[1]);
    types_free(fixture->types);
    arena_free(fixture->arena);
}

static const struct entity *find(const struct fixture *fixture, const char *name)
{
    return model_find(&fixture->model, DECLARATION_FUNCTION, intern(fixture->arena, name));
}

static void test_types_are_shared(struct fixture *fixture)
{
    const struct type *integer = scalar(fixture, TYPE_INT);
    CHECK(type_pointer(fixture->types, integer) == type_pointer(fixture->types, integer));
    const struct type *plain = function_type(fixture, integer, integer, CONVENTION_CDECL);
    const struct type *other = function_type(fixture, integer, integer, CONVENTION_STDCALL);
    CHECK(plain != other);
    CHECK(type_without_conventions(fixture->types, other) == plain);
}

static void test_merge(const struct fixture *fixture)
{
    CHECK(find(fixture, "same")->variant_count == 1); /* a convention alone is no difference */
    CHECK(find(fixture, "differs")->variant_count == 2);
    CHECK(find(fixture, "windows_only")->targets == 2);
}

static void test_spelling(struct fixture *fixture)
{
    const struct type *integer = scalar(fixture, TYPE_INT);
    const struct type *function = function_type(fixture, integer, integer, CONVENTION_STDCALL);
    const struct type *pointer = type_pointer(fixture->types, function);
    CHECK_EQUAL_STRING(spell(&fixture->model, fixture->arena, pointer, "f"),
                       "int (WHERRY_CC_STDCALL *f)(int)");
    struct type array = {.kind = TYPE_ARRAY, .target = pointer, .length = 3};
    CHECK_EQUAL_STRING(
        spell(&fixture->model, fixture->arena, type_intern(fixture->types, &array), "table"),
        "int (WHERRY_CC_STDCALL *table[3])(int)");
    const struct type *getter = function_type(fixture, pointer, integer, CONVENTION_CDECL);
    CHECK_EQUAL_STRING(spell(&fixture->model, fixture->arena, getter, "get"),
                       "int (WHERRY_CC_STDCALL *get(int))(int)");
}

static const char *emitted(struct fixture *fixture, const char *language, size_t file)
{
    struct binding binding = {.name = "hand",
                              .prefix = "",
                              .out_dir = ".",
                              .model = &fixture->model,
                              .arena = fixture->arena};
    struct outputs outputs = {0};
    list_add(&binding.includes, "\"hand.h\"");
    list_add(&binding.libraries[0], "libhand.so");
    list_add(&binding.libraries[1], "hand.dll");
    CHECK(backend_find(language)->emit(&binding, &outputs));
    size_t length;
    const char *text = outputs_text(&outputs, file, &length);
    const char *copy = intern_bytes(fixture->arena, text, length);
    outputs_release(&outputs);
    list_release(&binding.includes);
    list_release(&binding.libraries[0]);
    list_release(&binding.libraries[1]);
    return copy;
}

static void test_c(struct fixture *fixture)
{
    const char *source = emitted(fixture, "c", 1);
    CHECK(strstr(source, "WHERRY_ASSERT_PROTOTYPE(same, int (WHERRY_CC_STDCALL *)(int));"));
    CHECK(strstr(source, "STUB(0, WHERRY_STDCALL_SYMBOL(\"same\", 4))"));
    CHECK(strstr(source, "#if defined(ON_linux64)\n"
                         "WHERRY_ASSERT_PROTOTYPE(differs, int (*)(unsigned long));\n"));
    CHECK(strstr(source, "WHERRY_ARGUMENT(ON(unsigned long, unsigned int), 0)"));
    CHECK(strstr(source, "ON(WHERRY_UINT64, WHERRY_UINT32)"));
    CHECK(strstr(source, "#if defined(ON_win32)\nSTUB(2, WHERRY_SYMBOL(\"windows_only\"))\n"));
    CHECK(strstr(source, "ON(WHERRY_FN_ABSENT, 0)}, /* windows_only */"));
    const char *header = emitted(fixture, "c", 0);
    CHECK(strstr(header, "static inline int hand_has_same(void)"));
    CHECK(strstr(header, "x86_64-linux-gnu: loads libhand.so\n"));
}

static void test_json(struct fixture *fixture)
{
    const char *text = emitted(fixture, "json", 0);
    CHECK(strstr(text, "\"symbols\": [\"same\", \"_same@4\"]"));
    CHECK(strstr(text, "\"conventions\": [\"CDECL\", \"STDCALL\"]"));
    CHECK(strstr(text, "{\"targets\": [\"i686-w64-mingw32\"], \"symbols\": [\"_differs\"]"));
}

int main(void)
{
    struct fixture fixture = {0};
    fill(&fixture);
    test_types_are_shared(&fixture);
    test_merge(&fixture);
    test_spelling(&fixture);
    struct options options = {.name = "hand", .prefix = ""};
    struct notes notes = {0};
    CHECK(select_entities(&fixture.model, &options, &notes, fixture.arena));
    test_c(&fixture);
    test_json(&fixture);
    release(&fixture);
    return check_result();
}
