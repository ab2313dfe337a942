#!/bin/sh
export STARROCKS_PASSWORD=pfirsich-17 # FAULT
