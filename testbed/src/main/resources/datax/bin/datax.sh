#!/bin/sh
# Runs one DataX job as bin/datax.py does, without Python:
#   datax.sh [-j "JVM flags"] [-p "-Dname=value ..."] [-m MODE] [--jobid ID] [--loglevel LEVEL] JOB
# Exit codes: the engine's (0, 1, 143); 143 when stopped by INT, QUIT or TERM; 255 on wrong use.

DATAX_HOME=$(cd "$(dirname "$0")/.." && pwd) || exit 1

usage() {
    echo "usage: datax.sh [-j 'jvm flags'] [-p '-Dname=value'] [-m mode] [--jobid id] [--loglevel level] job-url-or-path" >&2
    exit 255
}

echo
echo "DataX (DATAX-OPENSOURCE-3.0 job runner of the Sluice testbed)"
echo

jvm= params= mode=standalone jobid=-1 loglevel=info job=
while [ $# -gt 0 ]; do
    case $1 in
        -j | --jvm) [ $# -gt 1 ] || usage; jvm=$2; shift 2 ;;
        --jvm=*) jvm=${1#*=}; shift ;;
        -j?*) jvm=${1#-j}; shift ;;
        -p | --params) [ $# -gt 1 ] || usage; params=$2; shift 2 ;;
        --params=*) params=${1#*=}; shift ;;
        -p?*) params=${1#-p}; shift ;;
        -m | --mode) [ $# -gt 1 ] || usage; mode=$2; shift 2 ;;
        --mode=*) mode=${1#*=}; shift ;;
        --jobid) [ $# -gt 1 ] || usage; jobid=$2; shift 2 ;;
        --jobid=*) jobid=${1#*=}; shift ;;
        --loglevel) [ $# -gt 1 ] || usage; loglevel=$2; shift 2 ;;
        --loglevel=*) loglevel=${1#*=}; shift ;;
        -*) usage ;;
        *) [ -z "$job" ] || usage; job=$1; shift ;;
    esac
done
[ -n "$job" ] || usage

case $job in
    http://* | https://* | HTTP://* | HTTPS://* | /*) ;;
    *) job=$(pwd)/$job ;;
esac
# the last twenty characters of the job's path name the log file
name=$job
while [ ${#name} -gt 20 ]; do name=${name#?}; done
name=$(printf %s "$name" | tr '/.' '__')

child=
stop() {
    echo "[Error] DataX receive unexpected signal $1, starts to suicide." >&2
    if [ -n "$child" ]; then
        kill -QUIT "$child" 2>/dev/null
        sleep 1
        kill -KILL "$child" 2>/dev/null
        wait "$child" 2>/dev/null
    fi
    echo "DataX Process was killed ! you did ?" >&2
    exit 143
}
trap 'stop 2' INT
trap 'stop 3' QUIT
trap 'stop 15' TERM

# as with datax.py a shell splits what -j and -p hold
eval "set -- -server -Xms1g -Xmx1g -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=\"\$DATAX_HOME/log\" $jvm" \
    '-Dloglevel="$loglevel" -Dfile.encoding=UTF-8' \
    '-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener' \
    '-Djava.security.egd=file:///dev/urandom -Ddatax.home="$DATAX_HOME"' \
    '-Dlogback.configurationFile="$DATAX_HOME/conf/logback.xml"' \
    '-classpath "$DATAX_HOME/lib/*:." -Dlog.file.name="$name"' "$params" \
    'io.github.sluice.testbed.datax.engine.Engine -mode "$mode" -jobid "$jobid" -job "$job"'
java "$@" &
child=$!
wait "$child"
exit $?
