#!/bin/sh
# runner.sh RUNNER WINE-DIR BEHAVE.exe: what cmake/wherry-wine promises.
set -u

runner=$1
dir=$2
behave=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

expect() { # WHAT WANTED GOT
    [ "$2" = "$3" ] && return
    echo "FAILED: $1: expected '$2', got '$3'"
    failures=$((failures + 1))
}

wine() {
    sh "$runner" --dir "$dir" "$@"
}

code_of() { # WORD...
    wine "$behave" "$@" >"$work/out" 2>"$work/err"
    echo $?
}

[ "$(code_of exit 0)" != 77 ] || { cat "$work/err" && exit 77; }
expect "exit 0" 0 "$(code_of exit 0)"
expect "exit 42" 42 "$(code_of exit 42)"
expect "exit 255" 255 "$(code_of exit 255)"
expect "a code of more than 8 bits is no success" 1 "$(code_of exit 256)"
expect "an unknown exception is no success" 1 "$(code_of raise 0xe0000100)"
expect "a crash is no success" 5 "$(code_of crash)"
expect "no debugger's dump on standard output" "" "$(cat "$work/out")"

code_of echo 'a b' '' 'c"d' 'e\ f' >/dev/null
expect "arguments arrive" '[a b][][c"d][e\ f]' "$(cat "$work/out")"
expect "nothing on standard error" "" "$(cat "$work/err")"
expect "standard input arrives" hello "$(echo hello | wine "$behave" copy | tr -d '\r')"

cp "$behave" "$work/a program.exe" # by a relative name, from a folder of its own
expect "relative name with a space" 3 "$(cd "$work" && { wine "a program.exe" exit 3 || echo $?; })"

wine --timeout 2 "$behave" hang >"$work/out" 2>"$work/err"
expect "a hang ends with" 124 $?
expect "what it wrote is there" hanging "$(tr -d '\r' <"$work/out")"
expect "and it says why" "wherry-wine: stopped after 2 s: $behave" "$(cat "$work/err")"
cp "$behave" "$work/spawn-$$.exe"
wine --timeout 3 "$work/spawn-$$.exe" spawn >/dev/null 2>&1
expect "a hang with a child ends with" 124 $?
sleep 1
expect "the child is gone too" 0 "$(cat /proc/[0-9]*/cmdline 2>/dev/null |
    tr '\0' ' ' | grep -c "[s]pawn-$$.exe hang")"

wine --timeout 60 "$behave" hang >/dev/null 2>&1 &
other=$!
sleep 1
wine --timeout 2 "$behave" hang >/dev/null 2>&1
expect "what others started goes on" yes "$(kill -0 $other 2>/dev/null && echo yes)"
kill $other
wait $other 2>/dev/null

wine "$work/none.exe" 2>/dev/null
expect "no such program" 127 $?
wine /bin/sh 2>/dev/null
expect "not a Windows program" 126 $?

if [ "$(id -u)" = 0 ] && unshare -n true 2>/dev/null; then
    wine "$behave" exit 0
    unshare -n sh "$runner" --dir "$dir" "$behave" exit 0 2>/dev/null
    expect "a prefix serves one network namespace at a time" 125 $?
    WHERRY_WINEPREFIX=$work/prefix unshare -n sh "$runner" "$behave" exit 9
    expect "a prefix of its own serves another" 9 $?
    WHERRY_WINEPREFIX=$work/prefix wine --kill
    expect "--kill" 0 $?
fi

[ "$failures" = 0 ] && echo "the runner keeps its promises"
exit "$failures"
