#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Runs one DataX job of this home: the options and exit codes of DataX's own bin/datax.py, on Python 2 and 3."""
from __future__ import print_function

import json
import optparse
import os
import re
import signal
import subprocess
import sys
import time

DATAX_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENGINE = "io.github.sluice.testbed.datax.engine.Engine"
KILLED = 143
MISUSED = -1


def parse_options():
    parser = optparse.OptionParser(usage="usage: %prog [options] job-url-or-path")
    parser.add_option("-j", "--jvm", dest="jvm", default="", help="JVM flags, after the defaults")
    parser.add_option("-p", "--params", dest="params", default="", help="-Dname=value for ${name} in the job")
    parser.add_option("-m", "--mode", dest="mode", default="standalone")
    parser.add_option("--jobid", dest="jobid", default="-1")
    parser.add_option("--loglevel", dest="loglevel", default="info")
    parser.add_option("-r", "--reader", dest="reader", help="with -w: print a job made of both templates")
    parser.add_option("-w", "--writer", dest="writer")
    options, arguments = parser.parse_args()
    if options.reader and options.writer:
        print_template(options.reader, options.writer)
        sys.exit(0)
    if len(arguments) != 1:
        parser.print_help()
        sys.exit(MISUSED)
    return options, arguments[0]


def print_template(reader, writer):
    content = {}
    for side, name in (("reader", reader), ("writer", writer)):
        path = os.path.join(DATAX_HOME, "plugin", side, name, "plugin_job_template.json")
        with open(path) as template:
            content[side] = json.load(template)
    job = {"job": {"setting": {"speed": {"channel": ""}}, "content": [content]}}
    print(json.dumps(job, indent=4, sort_keys=True))


def command(options, job):
    if not re.match(r"https?://\S+", job.lower()):
        job = os.path.abspath(job)
    log_name = job[-20:].replace("/", "_").replace(".", "_")
    parts = [
        "exec java -server -Xms1g -Xmx1g -XX:+HeapDumpOnOutOfMemoryError",
        "-XX:HeapDumpPath='%s/log'" % DATAX_HOME,
        options.jvm,
        "-Dloglevel=%s -Dfile.encoding=UTF-8" % options.loglevel,
        "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
        "-Djava.security.egd=file:///dev/urandom",
        "-Ddatax.home='%s'" % DATAX_HOME,
        "-Dlogback.configurationFile='%s/conf/logback.xml'" % DATAX_HOME,
        "-classpath '%s/lib/*:.'" % DATAX_HOME,
        "-Dlog.file.name='%s'" % log_name,
        options.params,
        ENGINE,
        "-mode %s -jobid %s -job '%s'" % (options.mode, options.jobid, job),
    ]
    return " ".join(parts)


def main():
    print("\nDataX (DATAX-OPENSOURCE-3.0 job runner of the Sluice testbed)\n")
    sys.stdout.flush()
    options, job = parse_options()
    child = subprocess.Popen(command(options, job), shell=True)

    def stop(number, _):
        print("[Error] DataX receive unexpected signal %d, starts to suicide." % number, file=sys.stderr)
        child.send_signal(signal.SIGQUIT)
        time.sleep(1)
        child.kill()
        print("DataX Process was killed ! you did ?", file=sys.stderr)
        sys.exit(KILLED)

    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, stop)
    child.communicate()
    sys.exit(child.returncode)


if __name__ == "__main__":
    main()
