#!/bin/bash
curl -fsS http://127.0.0.1:9325/live > /dev/null || systemctl restart binlog-streamer
