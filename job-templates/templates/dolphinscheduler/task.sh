#!/bin/sh
# One sluice command as a SHELL task of DolphinScheduler; the task ends with sluice's own exit code.
# Every OUT parameter is published before anything can fail, and again by sluice when it ends: what comes last counts.
set -u
publish() {
    printf '${setValue(%s=%s)}\n' "$1" "$2"
}
@UNKNOWN@
sluice='${sluiceHome}/bin/sluice'
if [ ! -x "$sluice" ]; then
    echo "$sluice is not there or cannot be started; correct the workflow parameter sluiceHome" >&2
    publish sluiceVerdict FAILED
    publish sluiceExitCode 10
    exit 10
fi
code=0
"$sluice" @COMMAND@ --ds --file '${sluiceSettings}' </dev/null || code=$?
echo
publish sluiceExitCode "$code"
exit "$code"
