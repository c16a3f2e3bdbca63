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

# require_package PACKAGE PROGRAM WHY
require_package() {
    command -v "$2" >/dev/null && return
    [ "$(id -u)" = 0 ] || die "$1 is missing: $3; install it:  sudo apt-get install $1"
    say "installing $1 by apt: $3"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >&2
}

# require_library PACKAGE FILE WHY: the same for a shared library.
require_library() {
    [[ $(/sbin/ldconfig -p) == *"$2 ("* ]] && return
    [ "$(id -u)" = 0 ] || die "$1 is missing: $3; install it:  sudo apt-get install $1"
    say "installing $1 by apt: $3"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >&2
}

# What tests/browser needs from npm, in the versions of its lock file.
install_page_tools() {
    local lock=tests/browser/package-lock.json installed=tests/browser/node_modules/.package-lock.json
    [ ! "$lock" -nt "$installed" ] || npm ci --prefix tests/browser --no-audit --no-fund --silent >&2
}

# The password of the demo's operator: created once per checkout, unless operators are given. 'operator' says who it is.
demo_operator() {
    operator="${Ticketing__Operators__0__Email:-}, with the password that you have given"
    [ -z "${Ticketing__Operators__0__Email:-}" ] || return 0
    operator="operator@example.com, password in $PWD/.local/operator-password"
    if [ ! -s .local/operator-password ]; then
        mkdir -p .local
        (umask 077; head -c 18 /dev/urandom | base64 | tr '+/' 'xy' >.local/operator-password)
    fi
    export Ticketing__Operators__0__Email=operator@example.com
    Ticketing__Operators__0__Password=$(cat .local/operator-password)
    export Ticketing__Operators__0__Password
}

# The key that signs queue tokens: created once per checkout, unless keys are given.
queue_key() {
    [ -z "${Ticketing__Queue__TokenKeys__0:-}" ] || return 0
    if [ ! -s .local/queue-key ]; then
        mkdir -p .local
        (umask 077; head -c 32 /dev/urandom | base64 >.local/queue-key)
    fi
    Ticketing__Queue__TokenKeys__0=$(cat .local/queue-key)
    export Ticketing__Queue__TokenKeys__0
}

# The key that signs tickets: created once per checkout, unless keys are given.
ticket_key() {
    [ -z "${Ticketing__Tickets__SigningKeys__0:-}" ] || return 0
    if [ ! -s .local/ticket-key ]; then
        require_package openssl openssl "it makes the key that signs tickets"
        mkdir -p .local
        # In two steps: OpenSSL 3.0 writes DER keys that are not PKCS #8.
        (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
            | openssl pkcs8 -topk8 -nocrypt -outform DER | base64 -w 0 >.local/ticket-key)
    fi
    Ticketing__Tickets__SigningKeys__0=$(cat .local/ticket-key)
    export Ticketing__Tickets__SigningKeys__0
}

# The certificate of './run --https': the one that is given, else one for this machine. 'trust' says what to do with it.
https_certificate() {
    trust=
    [ -z "${Kestrel__Certificates__Default__Path:-}" ] || return 0
    require_package openssl openssl "it makes the certificate of './run --https'"
    # shellcheck disable=SC2086 # names, separated by blanks
    deploy/local/https-certificate .local/https ${TICKETING_HTTPS_NAMES:-}
    export Kestrel__Certificates__Default__Path=$PWD/.local/https/tls.crt
    export Kestrel__Certificates__Default__KeyPath=$PWD/.local/https/tls.key
    trust="
  Trust      a device that is to open it without a warning: copy $PWD/.local/https/ca.crt to it, open the file
             there, and let it be trusted as an authority (iOS: also under About, Certificate Trust Settings;
             Android: Security, Install a certificate, CA; this machine's browsers: Settings, Certificates)"
}

require_port() {
    [[ $1 =~ ^[1-9][0-9]{0,4}$ ]] && [ "$1" -le 65535 ] || die "'$1' is no port; give a number, such as TICKETING_PORT=8081"
}

require_https_port() {
    require_port "$1"
    if port_is_open "$1"; then die "port $1 is in use; choose another: TICKETING_HTTPS_PORT=8444 ./run --https"; fi
}

# hold_checkout WHAT: allows one server per checkout; of two, the first to stop would stop the other's database. The
# lock is file 9, released when this script ends in any way; processes that it starts must not keep it open (9>&-).
hold_checkout() {
    mkdir -p .local
    exec 9<>.local/run.lock
    flock -n 9 || die "this checkout runs already: $(cat .local/run.lock). Stop that one first (Ctrl-C in its terminal)"
    echo "process $$, $1" >.local/run.lock
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port below those that the system gives to outgoing connections.
free_port() {
    local candidate
    while candidate=$((20000 + RANDOM % 10000)); do
        port_is_open "$candidate" || { echo "$candidate"; return; }
    done
}

# build_if_changed PROJECT: builds it in Release, unless nothing changed since the last time.
build_if_changed() {
    local stamp="artifacts/.built-${1//\//-}"
    # Folders count too: they are touched when a file in them is deleted.
    if [ -e "$stamp" ] && [ -z "$(find . \( -name artifacts -o -name .local -o -name .git -o -name tests -o -name docs \) \
        -prune -o ! -path . -newer "$stamp" -print -quit)" ]; then
        return
    fi
    say "building $1 (the first time takes about a minute)"
    dotnet build "$1" -c Release --nologo -tl:off -v quiet -clp:"ErrorsOnly;NoSummary" >&2
    touch "$stamp"
}
