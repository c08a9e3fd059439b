# shellcheck shell=bash disable=SC2154 # what the including script sets
# Send frames from one side to the other with two `frames` programs, each native or .exe. Sourced
# after netns.sh by scripts that set
#
#   work         a directory for logs and Wine prefixes
#   wherry_wine  the Wine runner
#
#   transfer_program SIDE PROGRAM ARGUMENT...  replace this (sub)shell by the program on that side
#   transfer SENDER RECEIVER COUNT SIZE        the frames go from left to right; sets $transfer_sent
#                                              and $transfer_received, the programs' own accounts
#   transfer_end                               stop a receiver that still runs, and the Wine servers

transfer_receiver=    # process that receives at this moment
transfer_prefixes=()  # Wine prefixes whose servers may be running

# A Wine server shows the network devices of the namespace it was started in: one prefix per side.
transfer_prefix() { # SIDE PROGRAM
    local name=${2//[^A-Za-z0-9]/_}
    echo "$work/wine-$1$name"
}

transfer_program() {
    local side=$1 program=$2
    shift 2
    case $program in
    *.exe)
        WHERRY_WINEPREFIX=$(transfer_prefix "$side" "$program")
        export WHERRY_WINEPREFIX
        netns_exec "$side" "$wherry_wine" --timeout 120 "$program" "$@"
        ;;
    *) netns_exec "$side" timeout 120 "$program" "$@" ;;
    esac
}

# Note the prefixes in this shell, since programs run in subshells.
transfer_note() { # SIDE PROGRAM
    case $2 in *.exe) transfer_prefixes+=("$(transfer_prefix "$1" "$2")") ;; esac
}

# Returns 0 when both programs say that all is well, 77 when one cannot be run here, else 1, with
# the programs' messages on stderr.
transfer() {
    local sender=$1 receiver=$2 count=$3 size=$4 out line="" send_status receive_status
    transfer_sent="" transfer_received=""
    transfer_note left "$sender"
    transfer_note right "$receiver"
    (transfer_program left "$sender" --version) >/dev/null 2>"$work/send.log" # boots Wine
    send_status=$?
    rm -f "$work/pipe"
    mkfifo "$work/pipe"
    (transfer_program right "$receiver" receive "$netns_device" --count "$count" \
        --timeout-ms 30000) >"$work/pipe" 2>"$work/receive.log" &
    transfer_receiver=$!
    exec {out}<"$work/pipe"
    read -r -u "$out" line
    if [ "${line%$'\r'}" = ready ] && [ $send_status = 0 ]; then
        transfer_sent=$( (transfer_program left "$sender" send "$netns_device" --count "$count" \
            --size "$size") 2>"$work/send.log")
        send_status=$?
        read -r -u "$out" transfer_received
    else
        kill "$transfer_receiver" 2>/dev/null
    fi
    exec {out}<&-
    wait "$transfer_receiver"
    receive_status=$?
    transfer_receiver=
    transfer_sent=${transfer_sent%$'\r'}
    transfer_received=${transfer_received%$'\r'}
    [ $send_status = 0 ] && [ $receive_status = 0 ] && return 0
    cat "$work/send.log" "$work/receive.log" >&2
    [ $send_status = 77 ] || [ $receive_status = 77 ] && return 77
    grep -q "known fault of 32-bit Wine" "$work/receive.log" && return 77
    return 1
}

transfer_end() {
    local prefix
    if [ -n "$transfer_receiver" ]; then
        kill "$transfer_receiver" 2>/dev/null
        wait "$transfer_receiver" 2>/dev/null
        transfer_receiver=
    fi
    for prefix in "${transfer_prefixes[@]}"; do
        WHERRY_WINEPREFIX=$prefix "$wherry_wine" --kill >/dev/null 2>&1
    done
    transfer_prefixes=()
}
