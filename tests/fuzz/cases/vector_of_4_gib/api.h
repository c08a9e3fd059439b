#ifndef STUBS_H
typedef float stubs_floats __attribute__((vector_size(4294967296)));
struct stubs_mixed {
    stubs_floats floats;
};
#endif