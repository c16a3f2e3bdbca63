# Shared by ./run, ./test and bench/run; sourced from the top of the checkout.

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

require_dotnet() {
    command -v dotnet >/dev/null || die "the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download"
    local major
    major=$(dotnet --version 2>/dev/null | cut -d. -f1) || true
    [ "${major:-0}" -ge 10 ] || die "the .NET SDK 10 is needed; 'dotnet --version' says '$(dotnet --version 2>&1 | head -1)'"
}

require_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
    [ "$(id -u)" = 0 ] || die "PostgreSQL is missing, which keeps all state; install it:  sudo apt-get install postgresql"
    say "installing postgresql by apt: it keeps all state (a private instance; the system's cluster is not used)"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >&2
}

require_port() {
    [[ $1 =~ ^[1-9][0-9]{0,4}$ ]] && [ "$1" -le 65535 ] || die "'$1' is no port; give a number, such as TICKETING_PORT=8081"
}

# hold_checkout WHAT: one server a checkout, or the one that stops first would stop the other's database. The lock is
# file 9, let go when this script ends however it ends; what is started must not keep it open (9>&-).
hold_checkout() {
    mkdir -p .local
    exec 9<>.local/run.lock
    flock -n 9 || die "this checkout runs already: $(cat .local/run.lock). Stop that one first (Ctrl-C in its terminal)"
    echo "process $$, $1" >.local/run.lock
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# build_if_changed PROJECT: builds it in Release, unless nothing changed since the last time.
build_if_changed() {
    local stamp="artifacts/.built-$1"
    # Folders count too: they are touched when a file in them is deleted.
    if [ -e "$stamp" ] && [ -z "$(find . \( -name artifacts -o -name .local -o -name .git -o -name tests -o -name docs \) \
        -prune -o ! -path . -newer "$stamp" -print -quit)" ]; then
        return
    fi
    say "building $1 (the first time takes about a minute)"
    dotnet build "$1" -c Release --nologo -tl:off -v quiet -clp:"ErrorsOnly;NoSummary" >&2
    touch "$stamp"
}
