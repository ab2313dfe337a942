#!/bin/bash
set -e
sluice verify -f sluice.yaml
