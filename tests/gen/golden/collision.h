/* collision.h: a binding called collision needs some of these names for itself. */
int collision_load(int a);
int collision_library;
int anything(void);
int collision_has_anything(int a);
extern int level;
int collision_data_level(void);
int collision_fine(void);
