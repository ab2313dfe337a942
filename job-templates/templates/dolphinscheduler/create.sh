#!/bin/sh
# Makes the workflows of import files in DolphinScheduler 2.0 to 3.3 and later over its REST interface, and puts them online.
# What an import leaves to be done by hand is done: the name stays as it is, and the workflow can be started at once.
#
#     DS_URL=http://HOST:12345/dolphinscheduler DS_PROJECT=NAME DS_TOKEN_FILE=FILE create.sh [--replace] [--dry-run] FILE...
#
# DS_URL        address of the API server with its path
# DS_PROJECT    the project, by its name or by its code
# DS_TOKEN      a token of the security centre; or DS_TOKEN_FILE, a file that holds it. It is in no argument of any process.
# DS_TENANT     tenant of the workflow, for servers before 3.2 (default: default)
# DS_VERSION    the server's version, such as 3.1.9, where it should not be asked for
#
# A workflow of that name that is there already is left as it is; --replace changes it, which makes a new version of it.
# --dry-run looks, prints the requests that would change something, and sends none of them.
# Needs sh, awk, sed and curl. Ends with 0; 10 settings or a request that the server refuses; 30 the server gives no answer,
# or none of its own.
set -eu
LC_ALL=C
export LC_ALL

say() {
    printf '%s\n' "create.sh: $*" >&2
}

fail() {
    code=$1
    shift
    say "$@"
    exit "$code"
}

usage() {
    sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2
    exit 10
}

replace=no
dry=no
while [ $# -gt 0 ]; do
    case $1 in
        --replace) replace=yes ;;
        --dry-run) dry=yes ;;
        --) shift; break ;;
        -*) usage ;;
        *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || usage
for name in DS_URL DS_PROJECT; do
    eval "value=\${$name:-}"
    [ -n "$value" ] || fail 10 "$name is not set; see the beginning of $0"
done
url=${DS_URL%/}
case $url in
    *@*) fail 10 "DS_URL holds a user or a password; use DS_TOKEN or DS_TOKEN_FILE" ;;
    http://* | https://*) ;;
    *) fail 10 "DS_URL must be http(s)://HOST:PORT/dolphinscheduler" ;;
esac
if [ -n "${DS_TOKEN_FILE:-}" ]; then
    [ -r "$DS_TOKEN_FILE" ] || fail 10 "DS_TOKEN_FILE: $DS_TOKEN_FILE cannot be read"
    token=$(tr -d '\r\n' <"$DS_TOKEN_FILE")
else
    token=${DS_TOKEN:-}
fi
unset DS_TOKEN
case $token in
    '') fail 10 "neither DS_TOKEN nor DS_TOKEN_FILE holds a token" ;;
    *[!A-Za-z0-9._~+/=-]*) fail 10 "the token holds what no token of DolphinScheduler holds" ;;
esac

umask 077
work=$(mktemp -d "${TMPDIR:-/tmp}/sluice-ds.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 30' HUP INT TERM

# json PATH < DOCUMENT: the value at a path such as data.workflows[0].name; a text without its quotes, all else as it stands.
# Ends with 1 if there is none.
json() {
    awk -v wanted="$1" '
        function bad() { exit 1 }
        function space() { while (p <= n && index(" \t\r\n", substr(s, p, 1))) p++ }
        function text(    from, c) {
            from = ++p
            while (p <= n && (c = substr(s, p, 1)) != "\"") p += c == "\\" ? 2 : 1
            p++
            return substr(s, from, p - 1 - from)
        }
        function utf8(code) {
            if (code < 128) return sprintf("%c", code)
            if (code < 2048) return sprintf("%c%c", 192 + int(code / 64), 128 + code % 64)
            return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64, 128 + code % 64)
        }
        function hex(digits,    i, code) {
            for (i = 1; i <= 4; i++) code = code * 16 + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1
            return code
        }
        function plain(raw,    out, i, c) {
            out = ""
            while ((i = index(raw, "\\")) > 0) {
                out = out substr(raw, 1, i - 1)
                c = substr(raw, i + 1, 1)
                raw = substr(raw, i + 2)
                if (c == "u") {
                    out = out utf8(hex(raw))
                    raw = substr(raw, 5)
                } else out = out (c == "n" ? "\n" : c == "t" ? "\t" : c == "r" ? "\r" : c == "b" ? "\b" : c == "f" ? "\f" : c)
            }
            return out raw
        }
        function value(path,    from, c, i, key) {
            space()
            from = p
            c = substr(s, p, 1)
            if (c == "{" || c == "[") {
                p++
                space()
                if (substr(s, p, 1) == (c == "{" ? "}" : "]")) p++
                else for (i = 0; ; i++) {
                    space()
                    if (c == "{") {
                        if (substr(s, p, 1) != "\"") bad()
                        key = (path == "" ? "" : path ".") text()
                        space()
                        if (substr(s, p++, 1) != ":") bad()
                    } else key = path "[" i "]"
                    value(key)
                    space()
                    key = substr(s, p++, 1)
                    if (key == (c == "{" ? "}" : "]")) break
                    if (key != ",") bad()
                }
            } else if (c == "\"") text()
            else {
                while (p <= n && index(",]} \t\r\n", substr(s, p, 1)) == 0) p++
                if (p == from) bad()
            }
            if (path == wanted) {
                ORS = ""
                print c == "\"" ? plain(substr(s, from + 1, p - from - 2)) : substr(s, from, p - from)
                exit 0
            }
        }
        { s = s $0 "\n" }
        END {
            p = 1
            n = length(s)
            value("")
            exit 1
        }'
}

# send METHOD PATH CURL-ARGUMENTS...: the answer in $work/answer, its status in $status. The token goes to curl by a pipe.
send() {
    method=$1
    path=$2
    shift 2
    : >"$work/answer" # curl leaves the file alone where an answer has no body
    status=$(printf 'header = "token: %s"\n' "$token" |
        curl --config - --silent --show-error --max-time 60 --request "$method" --output "$work/answer" \
            --write-out '%{http_code}' "$@" "$url$path") || fail 30 "$method $path: no answer from $url"
    case $status in
        401 | 403) fail 10 "$method $path: $status, the token is not taken" ;;
        5??) fail 30 "$method $path: the server answers $status" ;;
    esac
}

# The code in an answer: 0 is success. All but DolphinScheduler's own answers end the script.
answered() {
    json code <"$work/answer" || fail 30 "$method $path: $status, which is no answer of DolphinScheduler; is DS_URL right?"
}

refuse_unless_done() {
    code=$(answered)
    [ "$code" = 0 ] || fail 10 "$method $path: refused with $code $(json msg <"$work/answer" || :)"
}

# change METHOD PATH NAME...: a request that changes something, with the fields of these names, whose values are in files,
# for they are long. In a dry run it is only shown.
change() {
    verb=$1
    where=$2
    shift 2
    if [ "$dry" = yes ]; then
        printf '%s %s\n' "$verb" "$where"
        for name in "$@"; do
            printf '  %s=%s\n' "$name" "$(cat "$work/$name")"
        done
        return
    fi
    for name in "$@"; do
        set -- "$@" --data-urlencode "$name@$work/$name"
        shift
    done
    send "$verb" "$where" "$@"
    refuse_unless_done
}

# there PATH CURL-ARGUMENTS...: whether the server knows a path at all.
there() {
    where=$1
    shift
    send GET "$where" --get "$@"
    [ "$status" != 404 ]
}

project() {
    case $DS_PROJECT in
        *[!0-9]*) ;;
        *) printf '%s' "$DS_PROJECT"; return ;;
    esac
    printf '%s' "$DS_PROJECT" >"$work/searchVal"
    send GET /projects --get --data-urlencode "searchVal@$work/searchVal" --data pageNo=1 --data pageSize=100
    refuse_unless_done
    i=0
    while name=$(json "data.totalList[$i].name" <"$work/answer"); do
        if [ "$name" = "$DS_PROJECT" ]; then
            json "data.totalList[$i].code" <"$work/answer"
            return
        fi
        i=$((i + 1))
    done
    fail 10 "there is no project $DS_PROJECT that this token may see"
}

# 20, 30, 31, 32 or 33. A server does not say its version; it has grown paths that an older one answers with 404.
version() {
    if [ -n "${DS_VERSION:-}" ]; then
        case $DS_VERSION in
            2.0.*) echo 20 ;;
            3.0.*) echo 30 ;;
            3.1.*) echo 31 ;;
            3.2.*) echo 32 ;;
            3.[3-9]* | 3.[1-9][0-9]* | [4-9].* | dev) echo 33 ;;
            *) fail 10 "DS_VERSION is 2.0.N, 3.0.N, 3.1.N, 3.2.N, or later, found $DS_VERSION" ;;
        esac
    elif there "/projects/$project/workflow-definition/query-by-name" --data name=sluice; then
        echo 33
    elif ! there "/projects/$project/process-definition/query-by-name" --data name=sluice; then
        fail 30 "$url answers 404 for workflow-definition and process-definition; is DS_URL right, with its path?"
    elif there "/projects/$project/project-parameter" --data pageNo=1 --data pageSize=1; then
        echo 32
    elif there /cluster/query-cluster-list; then
        echo 31
    elif there /k8s-namespace/available-list; then
        echo 30
    else
        echo 20
    fi
}

# part PATH NAME: writes what stands in the file at this path to a field of that name.
part() {
    json "$1" <"$file" >"$work/$2" || fail 10 "$file holds no $1; it is no file to import"
}

# Codes belong to one server, so each task gets one of this server's.
renumber() {
    i=0
    : >"$work/codes"
    while old=$(json "[$i].code" <"$work/taskDefinitionJson"); do
        printf '%s\n' "$old" >>"$work/codes"
        i=$((i + 1))
    done
    printf '%s' "s/\"id\" *: *[0-9]*,//g" >"$work/edit"
    if [ "$dry" = no ]; then
        send GET "/projects/$project/task-definition/gen-task-codes" --get --data "genNum=$i"
        refuse_unless_done
        i=0
        while read -r old; do
            new=$(json "data[$i]" <"$work/answer") || fail 30 "$method $path: fewer codes than were asked for"
            printf ';s/%s/%s/g' "$old" "$new" >>"$work/edit"
            i=$((i + 1))
        done <"$work/codes"
    fi
    for name in taskDefinitionJson taskRelationJson locations; do
        sed -f "$work/edit" "$work/$name" >"$work/edited"
        mv "$work/edited" "$work/$name"
    done
}

fields() {
    echo name description globalParams locations timeout taskRelationJson taskDefinitionJson
    [ "$version" -ge 32 ] || echo tenantCode
    [ "$version" -lt 30 ] || echo executionType
}

release() {
    printf '%s' "$2" >"$work/releaseState"
    change POST "$base/$1/release" releaseState
}

# found FIELD: of the workflow in an answer, which some builds between 3.2 and 3.3 call by the other name than their path.
found() {
    json "data.workflowDefinition.$1" <"$work/answer" || json "data.processDefinition.$1" <"$work/answer"
}

workflow() {
    at="[$1]"
    for name in name description globalParams locations timeout executionType; do
        part "$at.workflowDefinition.$name" "$name"
    done
    part "$at.workflowTaskRelationList" taskRelationJson
    part "$at.taskDefinitionList" taskDefinitionJson
    printf '%s' "${DS_TENANT:-default}" >"$work/tenantCode"
    printf '{}' >"$work/otherParamsJson"
    title=$(cat "$work/name")

    send GET "$base/query-by-name" --get --data-urlencode "name@$work/name"
    code=$(answered)
    case $code in
        0)
            known=$(found code) || fail 30 "$method $path: a workflow without a code"
            state=$(found releaseState || echo UNKNOWN)
            ;;
        50003) known= ;;
        *) refuse_unless_done ;;
    esac
    if [ -n "$known" ] && [ "$replace" = no ]; then
        say "$title is there already ($known, $state) and stays as it is; --replace changes it"
        return
    fi
    renumber
    if [ -n "$known" ]; then
        [ "$state" = OFFLINE ] || release "$known" OFFLINE
        change PUT "$base/$known" $(fields)
    else
        more=
        [ "$version" -lt 31 ] || more=otherParamsJson
        change POST "$base" $(fields) $more
        known='{code}'
        [ "$dry" = yes ] || known=$(json data.code <"$work/answer") || fail 30 "$method $path: made, but without a code"
    fi
    release "$known" ONLINE
    [ "$dry" = yes ] || say "$title is online ($known)"
}

for file in "$@"; do
    [ -r "$file" ] || fail 10 "$file cannot be read"
    json '[0].workflowDefinition.name' <"$file" >/dev/null || fail 10 "$file is no file to import"
done
project=$(project)
version=$(version)
base=/projects/$project/process-definition
if [ "$version" -ge 33 ]; then
    base=/projects/$project/workflow-definition
fi
for file in "$@"; do
    number=0
    while json "[$number].workflowDefinition.name" <"$file" >/dev/null; do
        workflow "$number"
        number=$((number + 1))
    done
done
