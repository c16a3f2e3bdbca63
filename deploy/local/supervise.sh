# Keeps services running and prints their state; sourced by deploy/local/cluster, which sets home and restart_seconds.
#
# A service is either a program, which runs as our child, or one of our scripts, which starts and finds its process. A
# process that dies is started again after a pause, as Kubernetes would. $home/NAME.pid has the id of each process,
# $home/NAME.port the port of a program.

names=()
declare -A command_of script_of folder_of pid_of port_of check_of starter_of died_at was_ready

# keep NAME PORT CHECK COMMAND...: starts a program. CHECK is 'health', or 'port' if only an open port can be checked.
keep() {
    names+=("$1")
    port_of[$1]=$2 check_of[$1]=$3
    echo "$2" >"$home/$1.port"
    command_of[$1]=$(printf '%q ' "${@:4}")
    launch "$1"
}

# keep_script NAME CONNECTION SCRIPT DIR [MORE]: supervises what 'SCRIPT start DIR MORE' has started already.
keep_script() {
    names+=("$1")
    # host:port or Host=host;Port=port;...
    port_of[$1]=$(sed -E 's/^.*Port=([0-9]+).*$/\1/; s/^[^:;]*:([0-9]+).*$/\1/' <<<"$2") check_of[$1]=port
    script_of[$1]=$3 folder_of[$1]=$4 command_of[$1]="$3 start $(printf '%q ' "${@:4}")"
    found "$1" || true
}

ask_script() { "${script_of[$1]}" "$2" "${folder_of[$1]}"; }

found() {
    local pid
    pid=$(ask_script "$1" pid 2>/dev/null) || return 1
    remember "$1" "$pid"
}

remember() {
    pid_of[$1]=$2
    # Renamed into place: otherwise a reader might find the file empty between its opening and the write.
    echo "$2" >"$home/$1.pid.new"
    mv "$home/$1.pid.new" "$home/$1.pid"
}

# In a session of its own, so that Ctrl-C reaches only our script.
launch() {
    unset "died_at[$1]"
    was_ready[$1]=
    if [ -n "${script_of[$1]:-}" ]; then
        # The script prints its connection string, with the password.
        eval "exec setsid ${command_of[$1]}" >/dev/null 2>>"$home/$1.log" </dev/null 9>&- &
        starter_of[$1]=$!
    else
        eval "exec setsid ${command_of[$1]}" >>"$home/$1.log" 2>&1 </dev/null 9>&- &
        remember "$1" "$!"
    fi
    disown # or bash would report a killed silo, in the middle of the status line
}

is_running() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null; }

is_ready() {
    if [ "${check_of[$1]}" = port ]; then port_is_open "${port_of[$1]}"
    else
        [ "$(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://127.0.0.1:${port_of[$1]}/health/ready")" = 200 ]
    fi
}

# look NAME: sets state, and restarts a service that has been dead for long enough.
look() {
    state=
    if is_running "${pid_of[$1]:-}"; then
        if is_ready "$1"; then was_ready[$1]=yes
        elif [ -n "${was_ready[$1]:-}" ]; then state=' not ready'
        else state=' starting'; fi
    elif is_running "${starter_of[$1]:-}"; then state=' starting'
    elif [ -n "${starter_of[$1]:-}" ]; then
        unset "starter_of[$1]"
        state=' starting'
        found "$1" || died_at[$1]=$SECONDS
    elif [ -z "${died_at[$1]:-}" ]; then
        died_at[$1]=$SECONDS
        state=' died'
    elif ((SECONDS - ${died_at[$1]} >= restart_seconds)); then
        launch "$1"
        state=' starting'
    else state=' died'; fi
}

# Prints one line for all services whenever something has changed.
supervise() {
    local line last='' name
    while :; do
        line=
        for name in "${names[@]}"; do
            look "$name"
            line+="${line:+  }$name ${pid_of[$name]:--}$state"
        done
        [ "$line" = "$last" ] || printf '%s  %s\n' "$(date +%T)" "$line"
        last=$line
        sleep 1
    done
}

# stop_all SIGNAL PREFIX: stops the programs whose names begin with PREFIX; a suspended one is continued first.
stop_all() {
    local name pid waiting=()
    for name in "${names[@]}"; do
        [[ $name == "$2"* ]] && is_running "${pid_of[$name]:-}" || continue
        pid=${pid_of[$name]}
        kill -CONT "$pid" 2>/dev/null || true
        kill -"$1" "$pid" 2>/dev/null || continue
        waiting+=("$pid")
    done
    [ ${#waiting[@]} = 0 ] || say "stopping ${#waiting[@]} x $2"
    for pid in "${waiting[@]}"; do
        while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    done
}

# stop_script NAME
stop_script() {
    [ -n "${script_of[$1]:-}" ] || return 0
    while is_running "${starter_of[$1]:-}"; do sleep 0.1; done
    ! is_running "${pid_of[$1]:-}" || kill -CONT "${pid_of[$1]}" 2>/dev/null || true
    ask_script "$1" stop || true
}

kill_all() {
    local name
    for name in "${names[@]}"; do
        [ -n "${script_of[$name]:-}" ] || kill -KILL "${pid_of[$name]:-}" 2>/dev/null || true
    done
}
