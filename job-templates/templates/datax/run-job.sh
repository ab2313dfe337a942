#!/bin/sh
# Runs one planned DataX job by hand, from any folder, and ends with DataX's own exit code.
# The MySQL password is read where its reference points when this runs. It is in no argument; a copy of the job with it is
# readable to you alone and goes when DataX ends.
# SLUICE_RUN_ID, SLUICE_ATTEMPT and SLUICE_MANIFEST, if set, go into the run manifest and say where it is written.
set -eu
umask 077
folder=$(cd "$(dirname "$0")" && pwd)
job=@JOB@
reference=@REFERENCE@
secret=$(@SECRET@) || { echo "$0: the MySQL password $reference cannot be read" >&2; exit 10; }
filled=$(mktemp "${TMPDIR:-/tmp}/sluice-job.XXXXXX")
trap 'rm -f "$filled"' EXIT

SLUICE_REFERENCE=$reference SLUICE_SECRET=$secret \
SLUICE_RUN_ID=${SLUICE_RUN_ID:-by-hand} SLUICE_ATTEMPT=${SLUICE_ATTEMPT:-1} \
SLUICE_MANIFEST=${SLUICE_MANIFEST:-$folder/$job.manifest} awk '
    function json(text,    out, i, c) {
        out = ""
        for (i = 1; i <= length(text); i++) {
            c = substr(text, i, 1)
            out = out (c == "\\" || c == "\"" ? "\\" c : c == "\t" ? "\\t" : c)
        }
        return "\"" out "\""
    }
    function put(text, value,    at) {
        at = index($0, text)
        if (at > 0) $0 = substr($0, 1, at - 1) value substr($0, at + length(text))
    }
    {
        put("\"password\" : " json(ENVIRON["SLUICE_REFERENCE"]), "\"password\" : " json(ENVIRON["SLUICE_SECRET"]))
        put("\"${sluiceRunId}\"", json(ENVIRON["SLUICE_RUN_ID"]))
        put("\"${sluiceAttempt}\"", json(ENVIRON["SLUICE_ATTEMPT"]))
        put("\"${sluiceManifestPath}\"", json(ENVIRON["SLUICE_MANIFEST"]))
        print
    }' "$folder/$job" >"$filled"
unset secret

@COMMAND@ "$filled" &
datax=$!
trap 'kill "$datax" 2>/dev/null || :' HUP INT TERM
while :; do
    code=0
    wait "$datax" || code=$?
    kill -0 "$datax" 2>/dev/null || exit "$code"
done
