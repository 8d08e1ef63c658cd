# Sets JAVA_HOME to a full JDK (it has jlink) of release 25 or newer; fails if there is none.

is_jdk() {
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -r "$1/release" ] || return 1
    while IFS='"' read -r key version _; do
        if [ "$key" = JAVA_VERSION= ]; then
            [ "${version%%[.-]*}" -ge 25 ]
            return
        fi
    done <"$1/release"
    return 1
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && is_jdk "$JAVA_HOME"; then
        JAVA_HOME=$(CDPATH='' cd -- "$JAVA_HOME" && pwd)
        return
    fi
    on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    for jdk in "${on_path:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [ -n "$jdk" ] && is_jdk "$jdk"; then
            JAVA_HOME=$jdk
            return
        fi
    done
    return 1
}

find_jdk || {
    echo "chutes: no JDK 25 or newer was found; install one (a full JDK, not a JRE) or point JAVA_HOME at it" >&2
    exit 1
}
export JAVA_HOME
