# shellcheck shell=bash disable=SC2154 # what the including script sets
# `wpcap` at the left end of a cable, native or .exe, and the kernel with its tools at the right.
# Sourced by the test scripts of this folder, as
#
#   program=PROGRAM; . server.sh; server_main "$0" CASE PROGRAM [OPTION...]
#
# which leaves the OPTIONs in $options.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
wherry_wine=$here/../../cmake/wherry-wine
# shellcheck source-path=SCRIPTDIR source=../../examples/frames/netns.sh
. "$here/../../examples/frames/netns.sh"
# shellcheck source-path=SCRIPTDIR source=../../examples/frames/transfer.sh
. "$here/../../examples/frames/transfer.sh"

own4=192.0.2.1 # the program's; the kernel has the others
own6=fd00::1
kernel4=192.0.2.2
kernel6=fd00::2
own=(--address "$own4/24" --address6 "$own6/64")

skip() {
    echo "skipped: $*"
    exit 77
}

fail() {
    echo "FAILED: $*" >&2
    [ -z "$work" ] || tail -n 5 "$work"/{log,err} >&2 2>/dev/null
    exit 1
}

# ---- The kernel's side ---------------------------------------------------------------------------

kernel_side() { # COMMAND...
    (netns_exec right "$@")
}

give_addresses() {
    local mac
    ip -n right addr add $kernel4/24 dev $netns_device || return 1
    kernel_side sh -c "echo 0 >/proc/sys/net/ipv6/conf/$netns_device/disable_ipv6" || return 1
    ip -n right addr add $kernel6/64 dev $netns_device nodad || return 1
    mac=$(ip netns exec left cat /sys/class/net/$netns_device/address)
    echo "the program's MAC address is $mac" >"$work/notes"
}

fetch() { # ARGUMENT...
    kernel_side curl --silent --show-error --max-time 100 --path-as-is "$@"
}

expect_code() { # CODE URL-PATH ARGUMENT...
    local wanted=$1 path=$2 code
    shift 2
    code=$(fetch --output "$work/answer" --write-out '%{http_code}' "$@" "http://$own4$path")
    [ "$code" = "$wanted" ] || fail "$path $*: status $code instead of $wanted"
}

same() { # FILE FILE
    [ "$(sha256sum <"$1")" = "$(sha256sum <"$2")" ] || fail "$1 and $2 differ"
}

# ---- The program's side --------------------------------------------------------------------------

make_file() { # NAME BYTES
    mkdir -p "$work/folder"
    head -c "$2" /dev/urandom >"$work/folder/$1"
}

# Run the program to its end: $work/log has what it printed, $work/err what it complained of.
expect_program() { # STATUS ARGUMENT...
    local wanted=$1 status
    shift
    transfer_note left "$program"
    (transfer_program left "$program" "$@") >"$work/log" 2>"$work/err"
    status=$?
    [ $status = "$wanted" ] && return
    [ $status != 77 ] || skip "$(cat "$work/err")"
    fail "wpcap $*: exit status $status instead of $wanted"
}

# Start the program, and read what it says, with its complaints, into $work/log until a line has
# TEXT. It is $transfer_receiver, and $out has the rest.
start_program() { # TEXT ARGUMENT...
    local wanted=$1
    shift
    transfer_note left "$program"
    rm -f "$work/pipe"
    mkfifo "$work/pipe"
    (transfer_program left "$program" "$@") >"$work/pipe" 2>&1 &
    transfer_receiver=$!
    exec {out}<"$work/pipe"
    : >"$work/log"
    wait_for_line "$wanted" && return
    wait "$transfer_receiver"
    [ $? != 77 ] || skip "$(cat "$work/log")"
    transfer_receiver=
    ! grep -q "known fault of 32-bit Wine" "$work/log" || skip "$(cat "$work/log")"
    fail "the program does not start"
}

# Of the program's output, which goes into $work/log; fails when that ends before.
wait_for_line() { # TEXT
    local line
    while read -r -u "$out" line; do
        echo "${line%$'\r'}" >>"$work/log"
        case $line in *"$1"*) return ;; esac
    done
    return 1
}

start_server() { # OPTION...
    start_program ready serve "$netns_device" "$work/folder" "${own[@]}" "$@"
}

# The process that is the program itself, below whatever runs it.
program_process() {
    local each image
    for each in $(ip netns pids left); do
        image=$(readlink "/proc/$each/exe")
        case $program:${image##*/} in
        *.exe:wine*) tr '\0' ' ' <"/proc/$each/cmdline" | grep -qF "${program##*/}" ;;
        *:"${program##*/}") true ;;
        *) false ;;
        esac && echo "$each"
    done
}

# As the terminal does it; Wine, too, makes Ctrl-C of this signal.
press_ctrl_c() {
    local process
    process=$(program_process)
    [ -n "$process" ] || fail "the program is not among the processes"
    # shellcheck disable=SC2086 # perhaps several
    kill -INT $process
}

# The rest of what the program says, and its exit status.
end_program() { # STATUS
    local status
    tr -d '\r' <&"$out" >>"$work/log"
    wait "$transfer_receiver"
    status=$?
    transfer_receiver=
    exec {out}<&-
    [ $status = "$1" ] || fail "the program's exit status is $status instead of $1"
}

stop_server() {
    press_ctrl_c
    end_program 0
}

stop_server_politely() { # Wine has nothing of that kind
    case $program in
    *.exe) press_ctrl_c ;;
    *) kill -TERM "$transfer_receiver" ;;
    esac
    end_program 0
}

expect_text() { # FILE TEXT
    tr -d '\r' <"$work/$1" | grep -qF -- "$2" && return
    cat "$work/$1" >&2
    fail "'$2' is missing from what stands above"
}

# ---- The script ----------------------------------------------------------------------------------

work=
others=() # programs in the background beside $transfer_receiver
server_finish() {
    local each
    for each in "${others[@]}"; do
        kill "$each" 2>/dev/null
    done
    transfer_end
    rm -rf "$work"
}

server_main() { # SCRIPT CASE PROGRAM [OPTION...]
    [ -e "$program" ] || { echo "FAILED: there is no $program" >&2 && exit 1; }
    command -v curl >/dev/null || skip "curl is not installed"
    netns_enter "$@" || skip "this system does not permit network namespaces"
    netns_create || skip "no cable"
    work=$(mktemp -d) || exit 1
    trap server_finish EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    give_addresses || skip "this system gives the kernel's side no IPv6"
    shift 3
    # shellcheck disable=SC2034 # the including script's
    options=("$@")
}
