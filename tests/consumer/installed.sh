#!/bin/sh
# installed.sh NATIVE-BUILD BUILD [TOOLCHAIN-FILE]
#
# Installs the builds into one new prefix, and uses nothing but that prefix to configure, build and
# run the project in this folder: natively, and with the installed toolchain file if one is named.
set -u

native=$1
build=$2
toolchain=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
work=$build/consumer
prefix=$work/prefix
skipped=

run() { # WORD...
    "$@" >"$work/log" 2>&1 && return
    code=$?
    cat "$work/log"
    echo "FAILED with $code: $*"
    exit 1
}

configure() { # FOLDER ARGUMENT...
    folder=$1
    shift
    cmake -G Ninja -S "$here" -B "$folder" -DCMAKE_BUILD_TYPE=Release "$@"
}

# The same sources without the generated folders, so that the second build must have nothing to do.
try() { # FOLDER ARGUMENT...
    run configure "$@"
    run cmake --build "$1"
    run ctest --test-dir "$1" --output-on-failure --no-tests=error
    grep -q 'Skipped' "$work/log" && skipped=$1
    run cmake --build "$1"
    grep -q 'no work to do' "$work/log" || {
        cat "$work/log"
        echo "FAILED: a second build had something to do"
        exit 1
    }
}

# The library itself beside the binding must stop the configuring, in words.
refuse() { # ARGUMENT...
    for spelling in plain option path imported wpcap; do
        who='consumer links clock::binding'
        [ $spelling != wpcap ] || who='stack links wpcap::binding'
        if configure "$work/refused" "$@" -DBESIDE=$spelling >"$work/log" 2>&1; then
            echo "FAILED: the library beside its binding was not noticed ($spelling)"
            exit 1
        fi
        # CMake breaks the lines of a message as it likes.
        tr -s ' \n' ' ' <"$work/log" >"$work/words"
        for words in "$who and also" 'stand in for the import library' \
            "Remove .* from the target_link_libraries of ${who%% *}"; do
            grep -q "$words" "$work/words" || {
                cat "$work/log"
                echo "FAILED: the message does not say: $words ($spelling)"
                exit 1
            }
        done
    done
}

rm -rf "$work"
mkdir -p "$work" || exit 1
run cmake --install "$native" --prefix "$prefix"
[ "$native" = "$build" ] || run cmake --install "$build" --prefix "$prefix"
mv "$prefix" "$work/moved" && prefix=$work/moved # an installation can be moved

try "$work/native" -DCMAKE_PREFIX_PATH="$prefix"
run "$prefix/bin/wpcap" --help
if [ -z "$toolchain" ]; then
    refuse -DCMAKE_PREFIX_PATH="$prefix"
else
    file=$prefix/lib/cmake/Wherry/$toolchain
    try "$work/cross" -DCMAKE_TOOLCHAIN_FILE="$file"
    refuse -DCMAKE_TOOLCHAIN_FILE="$file"
    program=$(echo "$prefix"/lib/*-w64-mingw32/wpcap.exe)
    [ -n "$skipped" ] ||
        run sh "$prefix/bin/wherry-wine" --dir "$work/cross/wine" "$program" --help
    sh "$prefix/bin/wherry-wine" --dir "$work/cross/wine" --kill
fi
[ -z "$skipped" ] || { echo "skipped: built, but no Wine here can run $skipped" && exit 77; }
echo "installed, found, built, run and refused as documented"
