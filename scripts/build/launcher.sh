# shellcheck shell=bash
# Sourced by what runs nodes of its own: builds if needed, runs a main class in a directory of its own and cleans up
# after it on every way out. The caller sets `program` before, its name in messages and in that of the directory.
# Others take find_java and find_maven alone.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
jar=$root/proving/target/flatbook-proving.jar
stop_timeout_s=25
directory=""
child=""
# Whether the child has a process namespace: its end, also by SIGKILL, ends everything within.
sandboxed=false

fail()
{
    echo "${program:?}: $1" >&2
    exit 1
}

# Whether process $1 was started for our directory.
# shellcheck disable=SC2317 # called by clean_up
is_ours()
{
    [[ -r "/proc/$1/cmdline" ]] && tr '\0' '\n' 2> /dev/null < "/proc/$1/cmdline" | grep -qF -- "$directory"
}

# shellcheck disable=SC2317 # called by the trap
clean_up()
{
    local status=$? file pid first i
    trap '' INT TERM HUP
    if [[ -n "$child" && "$sandboxed" == false ]] && kill -TERM "$child" 2> /dev/null; then
        for ((i = 0; i < stop_timeout_s * 10; i++)); do
            kill -0 "$child" 2> /dev/null || break
            sleep 0.1
        done
    fi
    if [[ -n "$child" ]]; then
        # The first process of a namespace: it is gone only when all the others are.
        first=""
        if [[ "$sandboxed" == true ]]; then
            read -r first 2> /dev/null < "/proc/$child/task/$child/children" || true
        fi
        kill -KILL "${first:-$child}" 2> /dev/null || true
        wait "$child" 2> /dev/null || true
    fi
    if [[ -d "$directory" ]]; then
        # Usually nothing is left: this is for a program that was killed itself.
        while read -r file; do
            pid=$(cat "$file")
            if [[ "$sandboxed" == false ]] && is_ours "$pid"; then
                kill -KILL "$pid" 2> /dev/null || true
            fi
        done < <(find "$directory" -maxdepth 2 -name 'node-*.pid')
    fi
    if [[ -n "$directory" ]]; then
        rm -rf -- "$directory" "/dev/shm/$(basename "$directory")"-*
    fi
    exit "$status"
}

is_built()
{
    [[ -f "$jar" && -d "$root/proving/target/lib" ]] || return 1
    [[ -z "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$jar" -type f -print -quit)" ]]
}

build()
{
    local started=$SECONDS
    find_maven
    (cd "$root" && exec mvn -B -ntp -q -Dstyle.color=never package -DskipTests) >&2 &
    child=$!
    while kill -0 "$child" 2> /dev/null; do
        if [[ -t 2 ]]; then
            printf '\rbuild                    %d s' "$((SECONDS - started))" >&2
            sleep 0.5
        else
            echo "build                    $((SECONDS - started)) s" >&2
            for _ in 1 2 3 4 5 6 7 8 9 10; do
                kill -0 "$child" 2> /dev/null && sleep 0.5
            done
        fi
    done
    if [[ -t 2 ]]; then
        echo >&2
    fi
    wait "$child" || fail "the build failed"
    child=""
    touch "$jar"
}

# Sets java to the program that runs classes.
find_java()
{
    java=java
    if [[ -n "${JAVA_HOME:-}" ]]; then
        java=$JAVA_HOME/bin/java
    fi
    command -v "$java" > /dev/null || fail "there is no $java: install a JDK of version 17 or newer, or set JAVA_HOME"
}

find_maven()
{
    find_java
    command -v mvn > /dev/null || fail "there is no mvn: install Maven 3.8 or newer"
}

# Finds java and the classes; the environment variable FLATBOOK_CLASS_PATH names classes that were built already.
prepare()
{
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    find_java
    class_path=${FLATBOOK_CLASS_PATH:-$jar}
    if [[ -z "${FLATBOOK_CLASS_PATH:-}" ]] && ! is_built; then
        build
    fi
    directory=$(mktemp -d "${TMPDIR:-/tmp}/flatbook-$program-XXXXXXXX")
}

# Runs main class $1 with the other arguments and ends this script with it. The words of the array `before` stand
# before java.
before=()
launch()
{
    local main=$1 status=0
    shift
    # In the background, so that a signal to this script is answered at once.
    ${before[@]+"${before[@]}"} "$java" -Xmx1g -XX:+UseSerialGC -XX:-UsePerfData \
        --add-opens java.base/jdk.internal.misc=ALL-UNNAMED \
        --add-opens java.base/java.util.zip=ALL-UNNAMED \
        -cp "$class_path" "$main" --directory "$directory" "$@" &
    child=$!
    # For whoever must clean up after this script was killed.
    echo "$child" > "$directory/program.pid"
    wait "$child" || status=$?
    child=""
    exit "$status"
}
