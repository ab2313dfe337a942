#!/bin/bash
if ! pgrep -f follow_binlog.py > /dev/null; then # FAULT
    eval "$START"
fi
