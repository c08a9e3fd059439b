/* renamed.h: stubs under names of the notes, beside others under their own. */
#ifdef _WIN32
#define CALL __stdcall
#define IMPORTED __declspec(dllimport)
#else
#define CALL
#define IMPORTED
#endif
IMPORTED int renamed_read(char *to, int size);
int CALL renamed_called(int a, double b);
int renamed_labelled(int a) __asm__("renamed_label");
int renamed_kept(int a);
