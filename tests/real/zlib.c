/* zlib.c: a megabyte, compressed and restored. */
#include "zlib_binding.h"

#include "../check.h"

#include <stdlib.h>

enum { SIZE = 1 << 20 };

static void fill(unsigned char *bytes)
{
    unsigned seed = 1;
    for (int i = 0; i < SIZE; i++) {
        seed = seed * 1103515245u + 12345u;
        bytes[i] = (unsigned char)(i % 7 ? seed >> 28 : (unsigned)i >> 8);
    }
}

static void at_once(const unsigned char *bytes, unsigned char *restored)
{
    uLongf packed_size = compressBound(SIZE), size = SIZE;
    unsigned char *packed = malloc(packed_size);
    CHECK_EQUAL(compress2(packed, &packed_size, bytes, SIZE, Z_BEST_SPEED), Z_OK);
    CHECK(packed_size < SIZE * 3 / 4);
    CHECK_EQUAL(uncompress(restored, &size, packed, packed_size), Z_OK);
    CHECK_EQUAL(size, SIZE);
    CHECK(memcmp(bytes, restored, SIZE) == 0);
    packed[packed_size / 2] ^= 1;
    CHECK(uncompress(restored, &size, packed, packed_size) != Z_OK);
    free(packed);
}

/* Through a z_stream, whose layout the binding checks. */
static void in_pieces(const unsigned char *bytes, unsigned char *restored)
{
    z_stream out = {0}, in = {0};
    unsigned char piece[5000];
    CHECK_EQUAL(deflateInit(&out, Z_BEST_SPEED), Z_OK);
    CHECK_EQUAL(inflateInit(&in), Z_OK);
    out.next_in = (z_const Bytef *)(uintptr_t)bytes;
    out.avail_in = SIZE;
    in.next_out = restored;
    in.avail_out = SIZE;
    int code = Z_OK;
    while (code == Z_OK) {
        out.next_out = piece;
        out.avail_out = sizeof piece;
        code = deflate(&out, Z_FINISH);
        in.next_in = piece;
        in.avail_in = (uInt)sizeof piece - out.avail_out;
        inflate(&in, Z_NO_FLUSH);
    }
    CHECK_EQUAL(code, Z_STREAM_END);
    CHECK(in.total_out == SIZE && out.total_in == SIZE && in.adler == out.adler);
    CHECK(memcmp(bytes, restored, SIZE) == 0);
    CHECK_EQUAL(deflateEnd(&out), Z_OK);
    CHECK_EQUAL(inflateEnd(&in), Z_OK);
}

static void by_description(const unsigned char *bytes)
{
    uLong start = 0, direct = crc32(start, bytes, SIZE), seen = 0;
    uInt size = SIZE;
    for (int force = 0; force < 2; force++) {
        wherry_force_libffi(force);
        CHECK_EQUAL(
            wherry_call(&zlib_binding, zlib_index_crc32, &seen, (void *[]){&start, &bytes, &size}),
            0);
        CHECK_EQUAL(seen, direct);
    }
    wherry_force_libffi(0);
}

int main(void)
{
    unsigned char *bytes = malloc(SIZE), *restored = calloc(SIZE, 1);
    fill(bytes);
    CHECK_EQUAL_STRING(zlibVersion(), ZLIB_VERSION);
    at_once(bytes, restored);
    memset(restored, 0, SIZE);
    in_pieces(bytes, restored);
    by_description(bytes);
    free(bytes);
    free(restored);
    CHECK_EQUAL(zlib_load(), 0);
    return check_result();
}
