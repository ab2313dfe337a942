#!/bin/bash
running=$(ps -ef | grep follow_binlog | wc -l) # FAULT
