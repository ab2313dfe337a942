#!/bin/bash
systemctl is-active --quiet binlog-streamer
