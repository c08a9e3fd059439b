#!/bin/sh
# Brings what Wherry needs to be built and tested: Debian packages, libffi for other machines, the
# sources of lwIP and musl, 32-bit Wine.
#
#   cmake/setup.sh [GROUP...]      default: all groups. See `packages` below for the groups.
#
# What is there already is left alone, so a second run takes a second. Packages are the only thing
# that comes from outside, through apt and from the mirrors that apt is set up with.
set -u

top=$(cd "$(dirname "$0")/.." && pwd)
log=$top/build/setup.log
cache=${WHERRY_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/wherry}
recipe=1 # raise it when the way in which libffi is built, or a source unpacked, changes

# group, package, why
packages='
base   ca-certificates          apt mirrors that speak https
base   gcc                      the native compiler
base   g++                      tests that C++ programs can use a binding
base   cmake                    the build
base   ninja-build              the build
base   pkg-config               finds libyaml
base   libclang-14-dev          the generator reads headers through it
base   libclang-common-14-dev   the headers that belong to libclang
base   libffi-dev               calls for which no invoker was compiled
base   libyaml-dev              notes files
base   uthash-dev               containers of the generator
base   gcc-mingw-w64-x86-64     the headers of 64-bit Windows, which bindings are made for too
base   gcc-mingw-w64-i686       the headers of 32-bit Windows
base   libpcap-dev              the header of the wpcap binding, and the library on Linux
base   libsqlite3-dev           a library to bind in tests
base   zlib1g-dev               a library to bind in tests
base   python3                  the house rules and the summary of test results
base   dpkg-dev                 unpacks source packages
base   file                     what kind of program a test was given
win64  g++-mingw-w64-x86-64     the compilers for 64-bit Windows
win64  wine                     runs Windows programs
win64  wine64                   runs 64-bit Windows programs
win64  dpkg-dev                 unpacks the source package of libffi
win64  make                     builds libffi
win32  g++-mingw-w64-i686       the compilers for 32-bit Windows
win32  dpkg-dev                 unpacks the source package of libffi
win32  make                     builds libffi
win32  debootstrap              makes the i386 root in which 32-bit Wine runs
linux32 g++-i686-linux-gnu      the compilers for 32-bit Linux
linux32 lib32stdc++6            what its programs need to run on 64-bit x86
linux32 dpkg-dev                unpacks the source package of libffi
linux32 make                    builds libffi
arm64  g++-aarch64-linux-gnu    the compilers for 64-bit ARM
arm64  qemu-user                runs its programs
arm64  dpkg-dev                 unpacks the source package of libffi
arm64  make                     builds libffi
check  python3-jsonschema       holds notes files against their schema
check  python3-yaml             reads them for it
check  libpng-dev               a library that uses another one, to bind in tests
check  clang-14                 the linux-clang preset
check  clang-format-14          the house rules
check  hyperfine                measurements
demo   iproute2                 network namespaces
demo   tcpdump                  an independent witness of what was sent
demo   curl                     asks the web server that runs on lwIP
check  iperf                    the other end of our iperf
check  ethtool                  tells a virtual cable to send finished checksums
check  iputils-ping             asks the stack that is lwIP
check  iputils-arping           asks it for its address
check  nmap                     looks for its ports
check  dnsmasq-base             gives the stack an address, and knows names
ports  dpkg-dev                 unpacks the sources of examples/ports
ports  make                     builds them
ports  autoconf                 makes the configure scripts of those that come without
ports  automake                 the same
ports  libtool                  the same
ports  autopoint                the same
ports  texinfo                  their manuals
ports  flex                     their scanners
ports  bison                    their parsers
corpus libssl-dev               openssl/ssl.h, openssl/evp.h
corpus libcurl4-openssl-dev     curl/curl.h
corpus libuv1-dev               uv.h
corpus libexpat1-dev            expat.h
corpus libglib2.0-dev           glib.h, gio/gio.h
corpus libgtk-3-dev             gtk/gtk.h
corpus libpango1.0-dev          pango/pango.h
corpus mingw-w64-common         windows.h
corpus libsdl2-dev              SDL2/SDL.h
corpus libvulkan-dev            vulkan/vulkan.h
corpus libavcodec-dev           libavcodec/avcodec.h
corpus libavutil-dev            libavutil/frame.h
corpus libusb-1.0-0-dev         libusb.h
corpus libxml2-dev              libxml/*.h
corpus libncurses-dev           ncurses.h
corpus libx11-dev               X11/Xlib.h
corpus libxcb1-dev              xcb/xcb.h
corpus linux-libc-dev           linux/*.h
corpus libc6-dev                the headers of the C library
corpus libpng-dev               png.h
corpus libjpeg62-turbo-dev      jpeglib.h
corpus libtiff-dev              tiffio.h
corpus libwebp-dev              webp/decode.h
corpus libzstd-dev              zstd.h
corpus liblzma-dev              lzma.h
corpus libbz2-dev               bzlib.h
corpus liblz4-dev               lz4.h
corpus libarchive-dev           archive.h
corpus libfreetype-dev          freetype/freetype.h
corpus libfontconfig-dev        fontconfig/fontconfig.h
corpus libharfbuzz-dev          hb.h
corpus libpcre2-dev             pcre2.h
corpus liblua5.4-dev            lua.h
corpus libevent-dev             event2/*.h
corpus libgmp-dev               gmp.h
corpus libmpfr-dev              mpfr.h
corpus libssh2-1-dev            libssh2.h
corpus libpq-dev                libpq-fe.h
corpus libmariadb-dev           mysql.h
corpus libdbus-1-dev            dbus/dbus.h
corpus libasound2-dev           alsa/asoundlib.h
corpus libclang-14-dev          clang-c/Index.h
corpus libcairo2-dev            cairo.h
corpus libfuse3-dev             fuse.h
corpus libgl-dev                GL/gl.h
corpus libegl-dev               EGL/egl.h
corpus libgles-dev              GLES3/gl32.h
corpus libwayland-dev           wayland-client.h
corpus libdrm-dev               xf86drm.h
corpus libudev-dev              libudev.h
corpus libsystemd-dev           systemd/*.h
corpus libelf-dev               libelf.h, gelf.h
corpus libcap-dev               sys/capability.h
corpus libseccomp-dev           seccomp.h
corpus liburing-dev             liburing.h
corpus libbpf-dev               bpf/libbpf.h
corpus libgit2-dev              git2.h
corpus libmagic-dev             magic.h
corpus libreadline-dev          readline/readline.h
corpus libjson-c-dev            json-c/json.h
corpus libjansson-dev           jansson.h
corpus libsodium-dev            sodium.h
corpus libgcrypt20-dev          gcrypt.h
corpus libgnutls28-dev          gnutls/gnutls.h
corpus libzmq3-dev              zmq.h
corpus libfftw3-dev             fftw3.h
corpus libpulse-dev             pulse/pulseaudio.h
corpus libunwind-dev            libunwind.h
corpus libnl-3-dev              netlink/netlink.h
corpus opencl-c-headers         CL/cl.h
corpus tcl8.6-dev               tcl.h
corpus libpython3-dev           Python.h
corpus unixodbc-dev             sql.h
'

. "$top/cmake/fetch-source.sh"

say() {
    echo "setup: $*"
}

fail() { # WHAT ADVICE
    {
        echo "setup: failed: $1"
        echo "setup: the last lines of $log:"
        tail -n 12 "$log" | sed 's/^/    /'
        echo "setup: $2"
    } >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "neither root nor sudo: $*" >&2
        return 1
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 \
        -o DPkg::Lock::Timeout=300 "$@"
}

# With --error-on=any a mirror that answers by halves counts as a failure and is asked again.
apt_update() {
    retry apt_get update --error-on=any || apt_get update
}

missing_packages() { # GROUP...
    echo "$packages" | while read -r group package _; do
        case " $* " in
        *" $group "*) ;;
        *) continue ;;
        esac
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            echo "$package"
    done | sort -u
}

install_packages() { # GROUP...
    command -v apt-get >/dev/null || {
        say "no apt here: please install by hand what the list in cmake/setup.sh names"
        return
    }
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    say "installing $missing"
    # shellcheck disable=SC2086 # a list of words
    apt_get install --no-install-recommends $missing >>"$log" 2>&1 && return
    apt_update >>"$log" 2>&1 # no package lists yet, or stale ones
    # shellcheck disable=SC2086
    apt_get install --no-install-recommends $missing >>"$log" 2>&1 ||
        fail "apt-get install $missing" "run 'apt-get update', then this again"
}

# The groups linux32 and arm64: without them everything else works. What stood in their way is left
# in a file for ./check to tell. Nothing is removed for them: Debian's gcc-multilib and its cross
# compilers exclude each other, and which of them is wanted is not for us to say.
optional_group() { # GROUP PRESET TRIPLE
    mkdir -p "$top/build/deps" || exit 1
    if reason=$(install_optional "$1" "$3"); then
        rm -f "$top/build/deps/$2.skip"
        triples="$triples $3"
    else
        echo "$reason" >"$top/build/deps/$2.skip"
        say "preset $2 will be skipped: $reason"
    fi
}

install_optional() { # GROUP TRIPLE: or prints why not
    missing=$(missing_packages "$1" | tr '\n' ' ')
    if [ -n "$missing" ] && command -v apt-get >/dev/null; then
        say "installing $missing" >&2
        install_keeping_others "$missing" || return 1
    fi
    if ! command -v "$2-gcc" >/dev/null; then
        echo "$2-gcc is not installed"
    elif [ "$1" = linux32 ] && [ "$(uname -m)" = x86_64 ] &&
        ! /lib/ld-linux.so.2 --version >/dev/null 2>&1
    then
        echo "this system runs no 32-bit programs"
    else
        return 0
    fi
    return 1
}

install_keeping_others() { # "PACKAGE...": or prints why not
    wanted=${1% }
    # shellcheck disable=SC2086 # a list of words
    set -- --no-install-recommends install $1
    removed=$(apt-get -s "$@" 2>>"$log" | sed -n 's/^Remv \([^ ]*\).*/\1/p' | tr '\n' ' ')
    if [ -n "$removed" ]; then
        echo "to install $wanted, apt would remove ${removed% }: remove it, and run this again"
        return 1
    fi
    apt_get --no-remove "$@" >>"$log" 2>&1 && return
    apt_update >>"$log" 2>&1 # no package lists yet, or stale ones
    apt_get --no-remove "$@" >>"$log" 2>&1 && return
    echo "apt-get install $wanted failed; see build/setup.log"
    return 1
}

libffi_is_built() { # TRIPLE
    [ "$(cat "$top/build/deps/libffi-$1/stamp" 2>/dev/null)" = "recipe $recipe" ]
}

build_libffi() { # TRIPLE...
    needed=
    for triple; do
        libffi_is_built "$triple" || needed="$needed $triple"
    done
    [ -n "$needed" ] || return 0
    work=$top/build/deps/libffi-work
    rm -rf "$work"
    mkdir -p "$work" || exit 1
    say "fetching the source package of libffi"
    fetch_source libffi "$work" >>"$log" 2>&1 ||
        fail "apt-get source libffi" "is the network up, and does the mirror carry sources?"
    for triple in $needed; do
        say "building libffi for $triple"
        make_libffi "$triple" >>"$log" 2>&1 ||
            fail "building libffi for $triple" "see the log; is $triple-gcc installed?"
    done
    rm -rf "$work"
}

make_libffi() { # TRIPLE
    out=$top/build/deps/libffi-$1
    rm -rf "$out"
    mkdir -p "$work/$1" && cd "$work/$1" || return 1
    "$(echo "$work"/libffi-*/configure)" --host="$1" --prefix="$out" --libdir="$out/lib" \
        --disable-shared --enable-static --with-pic --disable-docs --disable-multi-os-directory &&
        make -j"$(nproc)" && make install && echo "recipe $recipe" >"$out/stamp"
}

# Sources that are compiled as part of the build, for every target with options of ours.
unpack_source() { # PACKAGE FILE...: into build/deps/PACKAGE
    out=$top/build/deps/$1
    [ "$(cat "$out/stamp" 2>/dev/null)" != "recipe $recipe" ] || return 0
    work=$top/build/deps/$1-work
    rm -rf "$work" "$out"
    mkdir -p "$work" || exit 1
    say "fetching the source package of $1"
    fetch_source "$1" "$work" >>"$log" 2>&1 ||
        fail "apt-get source $1" "is the network up, and does the mirror carry sources?"
    mkdir "$out" || exit 1
    package=$1
    shift
    for file; do
        cp -R "$work/$package"-*/"$file" "$out" || fail "unpacking $package" "is the disk full?"
    done
    echo "recipe $recipe" >"$out/stamp"
    rm -rf "$work"
}

# Debian's 32-bit Wine cannot always be installed beside the 64-bit one. A small i386 system of its
# own can; cmake/wherry-wine enters it. Without it, 32-bit tests are skipped and say so.
make_wine32_root() {
    root=$cache/wine32-root
    [ ! -x /usr/lib/wine/wine ] && [ ! -x "$root/usr/lib/wine/wine" ] || return 0
    # shellcheck disable=SC1091
    suite=$(. /etc/os-release && [ "$ID" = debian ] && echo "$VERSION_CODENAME")
    [ -n "$suite" ] || {
        say "no 32-bit Wine: on this system it must be installed by hand"
        return
    }
    # shellcheck disable=SC2016 # apt's placeholders
    set -- apt-get indextargets --format '$(SITE)' "Codename: $suite" 'Label: Debian'
    [ -n "$("$@")" ] || apt_update >>"$log" 2>&1
    mirror=$("$@" | head -n 1)
    eval "$(apt-config shell apt_proxy Acquire::http::Proxy)"
    proxy=${http_proxy:-${apt_proxy:-}}
    say "making the 32-bit root for Wine in $cache, about a minute"
    mkdir -p "$cache" && exec 8>"$cache/wine32-root.lock" && flock 8
    [ ! -x "$root/usr/lib/wine/wine" ] || return 0 # another run made it meanwhile
    as_root rm -rf "$root.new"
    if ! as_root env ${proxy:+"http_proxy=$proxy"} debootstrap --arch=i386 --variant=minbase \
        --include=wine,wine32 "$suite" "$root.new" "$mirror" >>"$log" 2>&1 8>&- ||
        ! finish_wine32_root >>"$log" 2>&1
    then
        say "no 32-bit root (see $log): 32-bit Windows tests will be skipped"
        as_root rm -rf "$root.new"
    fi
    exec 8>&-
}

# The folders of this system must stand in the root, for a user who cannot make them there.
finish_wine32_root() {
    as_root rm -rf "$root.new/var/cache/apt" "$root.new/var/lib/apt/lists" \
        "$root.new/usr/share/doc" "$root.new/usr/share/locale"
    for folder in /*/ /usr/i686-w64-mingw32/ /usr/lib/gcc/i686-w64-mingw32/; do
        [ ! -d "$folder" ] || as_root mkdir -p "$root.new$folder"
    done
    as_root mv -T "$root.new" "$root"
}

mkdir -p "$top/build" || exit 1
: >"$log"
[ $# -gt 0 ] || set -- base win64 win32 check demo linux32 arm64
required=
for group; do
    case $group in
    linux32 | arm64) ;;
    *) required="$required $group" ;;
    esac
done
# shellcheck disable=SC2086 # a list of words
[ -z "$required" ] || install_packages $required
triples=
case " $* " in *" win64 "*) triples=x86_64-w64-mingw32 ;; esac
case " $* " in *" win32 "*) triples="$triples i686-w64-mingw32" ;; esac
case " $* " in *" linux32 "*) optional_group linux32 linux-i686 i686-linux-gnu ;; esac
case " $* " in *" arm64 "*) optional_group arm64 linux-aarch64 aarch64-linux-gnu ;; esac
# shellcheck disable=SC2086 # a list of words
build_libffi $triples
case " $* " in *" base "*) unpack_source lwip src COPYING ;; esac
case " $* " in *" win64 "* | *" win32 "*) unpack_source musl src include arch COPYRIGHT ;; esac
case " $* " in *" win32 "*) make_wine32_root ;; esac
