/* syntax.h: wrong in two places. */
int syntax_good(int a);
int syntax_bad(int a, unknown_type b);
struct syntax_record {
    another_type a;
};
