# shellcheck shell=sh
# For scripts that take sources from the distribution: fetch_source.

retry() { # COMMAND...: mirrors are sometimes caught between two states
    for pause_s in 2 5 0; do
        "$@" && return
        sleep $pause_s
    done
    return 1
}

# apt-get source needs deb-src lines, which few systems have. They are made from the system's own
# deb lines, in a folder of their own, and forgotten afterwards.
fetch_source() { # "PACKAGE..." FOLDER
    mkdir -p "$2/apt/parts" "$2/apt/lists" "$2/apt/cache" || return 1
    chmod 755 "$2" # apt drops its privileges to read and write here
    for file in /etc/apt/sources.list.d/*.sources; do
        [ ! -f "$file" ] ||
            sed 's/^Types:.*/Types: deb-src/' "$file" >"$2/apt/parts/${file##*/}"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ ! -f "$file" ] ||
            sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" >"$2/apt/parts/${file##*/}"
    done
    [ ! -f "$2/apt/parts/sources.list" ] ||
        mv "$2/apt/parts/sources.list" "$2/apt/parts/0sources.list"
    set -- "$1" "$2" -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$2/apt/parts" \
        -o Dir::State::lists="$2/apt/lists" -o Dir::Cache="$2/apt/cache" -o APT::Sandbox::User=root
    packages_wanted=$1
    folder=$2
    shift 2
    retry apt-get -q "$@" update --error-on=any || apt-get -q "$@" update
    fetched=0
    for package in $packages_wanted; do # each by itself: one that is not to be had stops no other
        (cd "$folder" && retry apt-get -q "$@" source "$package") || fetched=1
    done
    return $fetched
}
