#!/bin/sh
export STARROCKS_PASSWORD="$(cat /run/secrets/starrocks)"
