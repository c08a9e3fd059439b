# shellcheck shell=bash
# Two network namespaces, "left" and "right", joined by a virtual Ethernet cable. Sourced by bash
# scripts; nothing here needs more than util-linux and iproute2.
#
#   netns_enter SCRIPT ARGUMENT...   start the script again where it may make namespaces
#   netns_create                     make both sides and the cable
#   netns_exec SIDE COMMAND...       replace this (sub)shell by COMMAND on that side
#   netns_counter SIDE NAME          the kernel's own count: rx_packets, tx_packets, rx_bytes, ...
#
# On both sides the device is called $netns_device. No name can clash with anything and nothing is
# left behind: all of it lives in a mount and a network namespace that belong to the script's
# processes and vanish with the last of them.

netns_device=cable

# The namespaces that this user may make: as root directly, else as root of a user namespace.
netns_unshare() {
    local who
    for who in "" "--user --map-root-user"; do
        # shellcheck disable=SC2086 # several words
        if unshare $who --mount --net -- sh -c 'mount -t tmpfs tmpfs /run && ip netns add probe &&
            ip link add name probe0 type veth peer name probe1 netns probe' 2>/dev/null; then
            echo "unshare $who --mount --net --"
            return 0
        fi
    done
    return 1
}

# Returns 0 inside the namespaces, and 1, still outside, where the system does not permit them.
netns_enter() {
    local unshare
    if [ -n "${WHERRY_NETNS:-}" ]; then
        unset WHERRY_NETNS
        return 0
    fi
    unshare=$(netns_unshare) || return 1
    export WHERRY_NETNS=1
    # shellcheck disable=SC2086 # several words
    exec $unshare "$BASH" "$@"
}

netns_create() {
    local side
    mount -t tmpfs tmpfs /run || return 1
    for side in left right; do
        ip netns add $side || return 1
        # No neighbour discovery: the cable shall carry our frames only.
        # shellcheck disable=SC2016 # expanded by the inner sh
        ip netns exec $side sh -c 'for each in all default; do
            echo 1 >/proc/sys/net/ipv6/conf/$each/disable_ipv6; done' 2>/dev/null
    done
    ip -n left link add name $netns_device type veth peer name $netns_device netns right || return 1
    for side in left right; do
        # Segmentation offload would hand over frames larger than the cable's.
        if command -v ethtool >/dev/null; then
            ip netns exec $side ethtool -K $netns_device gro off gso off tso off tx off rx off
        fi >/dev/null 2>&1
        ip -n $side link set $netns_device up || return 1
    done
    netns_wait_up left && netns_wait_up right
}

# The kernel reports the carrier a little after both ends are up; frames sent before are dropped.
netns_wait_up() {
    local try
    for ((try = 0; try < 5000; try++)); do
        case $(ip -n "$1" -o link show $netns_device) in
        *"state UP"*) return 0 ;;
        esac
    done
    echo "netns.sh: the cable does not come up in $1" >&2
    return 1
}

netns_exec() {
    local side=$1
    shift
    exec ip netns exec "$side" "$@"
}

netns_counter() {
    ip netns exec "$1" cat "/sys/class/net/$netns_device/statistics/$2"
}
