"""The public headers that Wherry is tried on: data for `run`.

A row is name of the binding, Debian package, headers, library; then what differs from the rule:

targets    which of the three; the maker of the row chooses
needs      headers that must come first, and are not bound
module     the module of pkg-config whose arguments the compilers need
arguments  more arguments for every compiler
exclude    patterns for --exclude: a declaration, and after the colon why it cannot be bound
small      always installed and fast: ctest runs these as corpus.small
"""
from dataclasses import dataclass, field

LINUX = ("x86_64-linux-gnu",)
WINDOWS = ("x86_64-w64-mingw32", "i686-w64-mingw32")
ALL = LINUX + WINDOWS


@dataclass(frozen=True)
class Row:
    name: str
    package: str
    headers: str
    library: str
    targets: tuple = LINUX
    needs: str = ""
    module: str = ""
    arguments: str = ""
    exclude: tuple = ()
    small: bool = False
    copy: str = ""  # headers of Linux that serve Windows as well, copied to a folder of their own


def linux(name, package, headers, library, **rest):
    return Row(name, package, headers, library, **rest)


def libc(name, headers, **rest):
    return Row(name, "libc6-dev", headers, "c", **rest)


def kernel(name, headers, **rest):
    return Row(name, "linux-libc-dev", headers, "c", **rest)


def windows(name, headers, library, needs="windows.h", **rest):
    return Row(name, "mingw-w64-common", headers, library, WINDOWS, needs, **rest)


def portable(name, package, headers, library, copy, **rest):
    return Row(name, package, headers, library, ALL, copy=copy, **rest)


ROWS = [
    # Windows, as MinGW-w64 declares it.
    windows("windows", "windows.h", "kernel32", needs=""),
    windows("winsock2", "winsock2.h ws2tcpip.h", "ws2_32", needs="", small=True),
    windows("mswsock", "mswsock.h", "mswsock", needs="winsock2.h"),
    windows("iphlpapi", "iphlpapi.h", "iphlpapi", needs="winsock2.h", small=True),
    windows("shellapi", "shellapi.h", "shell32", small=True),
    windows("shlobj", "shlobj.h", "shell32"),
    windows("shlwapi", "shlwapi.h", "shlwapi"),
    windows("dbghelp", "dbghelp.h", "dbghelp", small=True),
    windows("psapi", "psapi.h", "psapi"),
    windows("tlhelp32", "tlhelp32.h", "kernel32"),
    windows("winternl", "winternl.h", "ntdll"),
    windows("bcrypt", "bcrypt.h", "bcrypt"),
    windows("wincrypt", "wincrypt.h", "crypt32"),
    windows("winhttp", "winhttp.h", "winhttp"),
    windows("wininet", "wininet.h", "wininet"),
    windows("setupapi", "setupapi.h", "setupapi"),
    windows("commctrl", "commctrl.h", "comctl32"),
    windows("commdlg", "commdlg.h", "comdlg32"),
    windows("mmsystem", "mmsystem.h", "winmm"),
    windows("winspool", "winspool.h", "winspool.drv"),
    windows("ole2", "ole2.h", "ole32"),
    windows("oleauto", "oleauto.h", "oleaut32"),
    windows("aclapi", "aclapi.h", "advapi32"),
    windows("evntrace", "evntrace.h evntcons.h", "advapi32"),
    windows("pdh", "pdh.h", "pdh"),
    windows("lm", "lm.h", "netapi32"),
    windows("wlanapi", "wlanapi.h", "wlanapi"),
    windows("d3d11", "d3d11.h", "d3d11", arguments="-DCOBJMACROS"),
    windows("d3d9", "d3d9.h", "d3d9"),
    windows("ddraw", "ddraw.h", "ddraw"),
    windows("dsound", "dsound.h", "dsound"),
    windows("dwmapi", "dwmapi.h", "dwmapi"),
    windows("uxtheme", "uxtheme.h", "uxtheme"),
    windows("opengl32", "GL/gl.h GL/glu.h", "opengl32"),
    windows("odbc32", "sql.h sqlext.h", "odbc32"),
    windows("msvcrt", "stdio.h stdlib.h string.h math.h time.h wchar.h io.h complex.h locale.h "
            "process.h ctype.h direct.h", "msvcrt", needs=""),
    # Libraries whose headers are the same on Linux and Windows.
    portable("sqlite3", "libsqlite3-dev", "sqlite3.h", "sqlite3", "sqlite3.h", small=True),
    portable("zlib", "zlib1g-dev", "zlib.h", "z", "zlib.h zconf.h", small=True),
    portable("expat", "libexpat1-dev", "expat.h", "expat",
             "expat.h expat_external.h expat_config.h", small=True),
    portable("yaml", "libyaml-dev", "yaml.h", "yaml", "yaml.h", small=True),
    portable("pcap", "libpcap-dev", "pcap.h", "pcap",
             "pcap.h pcap", small=True),
    portable("bzlib", "libbz2-dev", "bzlib.h", "bz2", "bzlib.h"),
    portable("zstd", "libzstd-dev", "zstd.h zstd_errors.h zdict.h", "zstd",
             "zstd.h zstd_errors.h zdict.h"),
    portable("lzma", "liblzma-dev", "lzma.h", "lzma", "lzma.h lzma"),
    portable("lz4", "liblz4-dev", "lz4.h lz4frame.h lz4hc.h", "lz4",
             "lz4.h lz4frame.h lz4hc.h"),
    portable("png", "libpng-dev", "png.h", "png16",
             "png.h pngconf.h pnglibconf.h zlib.h zconf.h"),
    portable("jpeg", "libjpeg62-turbo-dev", "jpeglib.h", "jpeg",
             "jpeglib.h jconfig.h jmorecfg.h jerror.h", needs="stdio.h"),
    portable("webp", "libwebp-dev", "webp/decode.h webp/encode.h", "webp", "webp"),
    portable("pcre2", "libpcre2-dev", "pcre2.h", "pcre2-8", "pcre2.h",
             arguments="-DPCRE2_CODE_UNIT_WIDTH=8"),
    portable("freetype", "libfreetype-dev", "ft2build.h freetype/freetype.h freetype/ftglyph.h",
             "freetype", "freetype2", module="freetype2"),
    portable("lua54", "liblua5.4-dev", "lua.h lauxlib.h lualib.h", "lua5.4", "lua5.4",
             module="lua5.4"),
    portable("uv", "libuv1-dev", "uv.h", "uv", "uv.h uv"),
    portable("curl", "libcurl4-openssl-dev", "curl/curl.h", "curl", "curl"),
    portable("usb", "libusb-1.0-0-dev", "libusb.h", "usb-1.0", "libusb-1.0",
             module="libusb-1.0"),
    portable("archive", "libarchive-dev", "archive.h archive_entry.h", "archive",
             "archive.h archive_entry.h"),
    portable("ssh2", "libssh2-1-dev", "libssh2.h libssh2_sftp.h", "ssh2",
             "libssh2.h libssh2_sftp.h libssh2_publickey.h"),
    portable("vulkan", "libvulkan-dev", "vulkan/vulkan.h", "vulkan", "vulkan vk_video"),
    portable("opencl", "opencl-c-headers", "CL/cl.h", "OpenCL", "CL"),
    portable("gles", "libgles-dev", "GLES3/gl32.h", "GLESv2", "GLES3 KHR"),
    portable("clang", "libclang-14-dev", "clang-c/Index.h", "clang-14",
             "", arguments="-I/usr/lib/llvm-14/include"),
    portable("jansson", "libjansson-dev", "jansson.h", "jansson",
             "jansson.h jansson_config.h"),
    # Libraries of Linux, or whose headers depend on how they were built.
    linux("ffi", "libffi-dev", "ffi.h", "ffi", small=True),
    linux("xml2", "libxml2-dev", "libxml/parser.h libxml/tree.h libxml/xpath.h "
          "libxml/xmlreader.h libxml/xmlwriter.h", "xml2", module="libxml-2.0"),
    linux("ssl", "libssl-dev", "openssl/ssl.h", "ssl"),
    linux("crypto", "libssl-dev", "openssl/evp.h openssl/bn.h openssl/x509v3.h openssl/rand.h",
          "crypto"),
    linux("glib", "libglib2.0-dev", "glib.h", "glib-2.0", module="glib-2.0"),
    linux("gobject", "libglib2.0-dev", "glib-object.h", "gobject-2.0", module="gobject-2.0"),
    linux("gio", "libglib2.0-dev", "gio/gio.h", "gio-2.0", module="gio-2.0"),
    linux("gtk", "libgtk-3-dev", "gtk/gtk.h", "gtk-3", module="gtk+-3.0"),
    linux("cairo", "libcairo2-dev", "cairo.h", "cairo", module="cairo"),
    linux("pango", "libpango1.0-dev", "pango/pango.h", "pango-1.0", module="pango"),
    linux("harfbuzz", "libharfbuzz-dev", "hb.h", "harfbuzz", module="harfbuzz"),
    linux("fontconfig", "libfontconfig-dev", "fontconfig/fontconfig.h", "fontconfig"),
    linux("sdl2", "libsdl2-dev", "SDL2/SDL.h", "SDL2-2.0"),
    linux("avcodec", "libavcodec-dev", "libavcodec/avcodec.h", "avcodec"),
    linux("avutil", "libavutil-dev", "libavutil/frame.h libavutil/opt.h libavutil/imgutils.h",
          "avutil"),
    linux("ncurses", "libncurses-dev", "ncurses.h", "ncurses"),
    linux("readline", "libreadline-dev", "readline/readline.h readline/history.h", "readline",
          needs="stdio.h"),
    linux("x11", "libx11-dev", "X11/Xlib.h X11/Xutil.h", "X11"),
    linux("xcb", "libxcb1-dev", "xcb/xcb.h", "xcb"),
    linux("gl", "libgl-dev", "GL/gl.h", "GL"),
    linux("glx", "libgl-dev", "GL/glx.h", "GL"),
    linux("egl", "libegl-dev", "EGL/egl.h", "EGL"),
    linux("wayland", "libwayland-dev", "wayland-client.h", "wayland-client"),
    linux("drm", "libdrm-dev", "xf86drm.h xf86drmMode.h", "drm", module="libdrm"),
    linux("drm_uapi", "libdrm-dev", "libdrm/drm.h libdrm/i915_drm.h libdrm/amdgpu_drm.h", "drm"),
    linux("tiff", "libtiff-dev", "tiffio.h", "tiff"),
    linux("event", "libevent-dev", "event2/event.h event2/http.h event2/buffer.h "
          "event2/bufferevent.h", "event"),
    linux("gmp", "libgmp-dev", "gmp.h", "gmp"),
    linux("mpfr", "libmpfr-dev", "mpfr.h", "mpfr"),
    linux("pq", "libpq-dev", "libpq-fe.h", "pq", module="libpq"),
    linux("mysql", "libmariadb-dev", "mysql.h", "mariadb", module="libmariadb"),
    linux("dbus", "libdbus-1-dev", "dbus/dbus.h", "dbus-1", module="dbus-1"),
    linux("asound", "libasound2-dev", "alsa/asoundlib.h", "asound"),
    linux("pulse", "libpulse-dev", "pulse/pulseaudio.h", "pulse"),
    linux("fuse3", "libfuse3-dev", "fuse.h", "fuse3", module="fuse3",
          arguments="-DFUSE_USE_VERSION=31"),
    linux("udev", "libudev-dev", "libudev.h", "udev"),
    linux("systemd", "libsystemd-dev", "systemd/sd-bus.h systemd/sd-daemon.h "
          "systemd/sd-journal.h systemd/sd-event.h", "systemd"),
    linux("elf", "libelf-dev", "libelf.h gelf.h", "elf"),
    linux("cap", "libcap-dev", "sys/capability.h", "cap"),
    linux("libseccomp", "libseccomp-dev", "seccomp.h", "seccomp"),
    linux("uring", "liburing-dev", "liburing.h", "uring"),
    linux("bpf", "libbpf-dev", "bpf/libbpf.h bpf/bpf.h", "bpf"),
    linux("git2", "libgit2-dev", "git2.h", "git2"),
    linux("libmagic", "libmagic-dev", "magic.h", "magic"),
    linux("json_c", "libjson-c-dev", "json-c/json.h", "json-c"),
    linux("sodium", "libsodium-dev", "sodium.h", "sodium"),
    linux("gcrypt", "libgcrypt20-dev", "gcrypt.h", "gcrypt",
          exclude=("_GCRY_GCC_VERSION: says which compiler reads it",)),
    linux("gnutls", "libgnutls28-dev", "gnutls/gnutls.h gnutls/x509.h", "gnutls",
          exclude=("_GNUTLS_GCC_VERSION: says which compiler reads it",)),
    linux("zmq", "libzmq3-dev", "zmq.h", "zmq"),
    linux("fftw3", "libfftw3-dev", "fftw3.h", "fftw3"),
    linux("unwind", "libunwind-dev", "libunwind.h", "unwind-x86_64"),
    linux("netlink", "libnl-3-dev", "netlink/netlink.h netlink/socket.h netlink/msg.h", "nl-3",
          module="libnl-3.0"),
    linux("tcl", "tcl8.6-dev", "tcl.h", "tcl8.6", module="tcl"),
    linux("python", "libpython3-dev", "Python.h", "python3.11", module="python3"),
    linux("odbc", "unixodbc-dev", "sql.h sqlext.h", "odbc"),
    # The C library.
    libc("c_stdio", "stdio.h"),
    libc("c_stdlib", "stdlib.h"),
    libc("c_string", "string.h strings.h"),
    libc("c_math", "math.h"),
    libc("c_complex", "complex.h"),
    libc("c_fenv", "fenv.h"),
    libc("c_wchar", "wchar.h wctype.h"),
    libc("c_ctype", "ctype.h locale.h langinfo.h"),
    libc("c_time", "time.h sys/time.h"),
    libc("c_unistd", "unistd.h fcntl.h sys/stat.h"),
    libc("c_pthread", "pthread.h semaphore.h threads.h"),
    libc("c_signal", "signal.h setjmp.h ucontext.h"),
    libc("c_netdb", "netdb.h resolv.h ifaddrs.h"),
    libc("c_socket", "sys/socket.h netinet/in.h netinet/tcp.h arpa/inet.h sys/un.h net/if.h"),
    libc("c_mman", "sys/mman.h sys/epoll.h sys/eventfd.h sys/inotify.h sys/uio.h poll.h"),
    libc("c_spawn", "spawn.h sched.h sys/wait.h sys/resource.h"),
    libc("c_users", "pwd.h grp.h shadow.h utmpx.h"),
    libc("c_files", "dirent.h ftw.h fts.h glob.h fnmatch.h sys/statvfs.h mntent.h"),
    libc("c_regex", "regex.h search.h wordexp.h argp.h getopt.h obstack.h"),
    libc("c_dl", "dlfcn.h link.h elf.h execinfo.h"),
    libc("c_gnu", "stdio.h stdlib.h string.h unistd.h fcntl.h sched.h math.h",
         arguments="-D_GNU_SOURCE"),
    # The interfaces of the Linux kernel: records, enums and constants.
    kernel("k_input", "linux/input.h linux/uinput.h"),
    kernel("k_if_packet", "linux/if_packet.h linux/if_ether.h linux/if_link.h"),
    kernel("k_netlink", "linux/netlink.h linux/rtnetlink.h linux/genetlink.h"),
    kernel("k_nftables", "linux/netfilter/nf_tables.h linux/netfilter/nfnetlink.h"),
    kernel("k_videodev2", "linux/videodev2.h"),
    kernel("k_perf_event", "linux/perf_event.h"),
    kernel("k_bpf", "linux/bpf.h linux/btf.h"),
    kernel("k_io_uring", "linux/io_uring.h"),
    kernel("k_usb", "linux/usbdevice_fs.h linux/usb/ch9.h linux/usb/functionfs.h"),
    kernel("k_fuse", "linux/fuse.h"),
    kernel("k_kvm", "linux/kvm.h"),
    kernel("k_fs", "linux/fs.h linux/stat.h linux/fiemap.h linux/btrfs.h"),
    kernel("k_sound", "sound/asound.h", needs="sys/ioctl.h"),
]

# Every reason of the ledger, and what it means for the user of a binding.
REASONS = {
    ("function", "is static, and the headers do not define it"):
        "Declared static and nowhere defined: nobody can call it.",
    ("function", "is variadic and defined by the header: nothing can hand its arguments on"):
        "A compiled thunk of an inline function cannot hand on arguments it does not know.",
    ("function", "is variadic, and passes what an assembler stub does not keep"):
        "Variadic and of another calling convention: no stub can hand its arguments on.",
    ("function", "needs a compiled stub, and C has no name for a type in its prototype"):
        "A stub in C needs to write the type down.",
    ("function", "does not compile where it is called with its own types"):
        "The header forbids the call (attribute error), or its body needs what is not there.",
    ("function", "has a calling convention that the target's compiler lacks"):
        "GCC ignores the attribute; the call would be wrong.",
    ("function", "has another type for the target's compiler than for clang"):
        "Clang and gcc read its declaration differently, and gcc's type has no description here.",
    ("function", "is declared to clang, but the target's compiler takes another branch of the "
                 "headers"):
        "Headers ask for the compiler's version; for gcc this function does not exist.",
    ("stub of function", "is what the program itself loads libraries with"):
        "Described and callable by description; a stub would be called by what it calls.",
    ("data object", "is static and not constant: each source file has another copy"):
        "A variable of the header: there is no one object to give the address of.",
    ("data object", "is thread-local, and Windows exports no address of such a one"):
        "A DLL cannot export a thread-local object.",
    ("macro", "is a function-like macro: its parameters have no types"):
        "C gives the parameters of a macro no types.",
    ("macro", "is no arithmetic or string constant"):
        "Names an object, or has a value that is known at run time only.",
    ("macro", "is another name for '…', and no constant"):
        "The other name is a function, and bound.",
    ("macro", "is a string of wide characters"):
        "Known without --no-verify.",
    ("macro", "is a string of wide characters that are no text"):
        "A NUL inside, or half a surrogate pair.",
    ("macro", "is an address that only the linker knows"):
        "A string behind a cast, or an object's address: no constant of the compiler's.",
    ("macro", "is undefined again by the headers"):
        "A program that includes the headers does not have it.",
    ("macro", "has a name reserved for the compiler and the C library"):
        "Two underscores: an implementation's own affair, different in each compiler.",
    ("macro", "is no expression that is constant wherever it stands"):
        "A keyword, an attribute, a type, or part of a declaration.",
    ("macro", "is not one expression"):
        "Statements, initialisers in braces, lists.",
    ("macro", "is no expression"):
        "Stands for nothing, or for what is no expression.",
    ("macro", "is a string with a NUL character inside"):
        "Several strings in one; descriptions end a string at its first NUL.",
}
