#!/bin/sh
set -e
python3 /opt/datax/bin/datax.py /srv/jobs/px_hist.parcel_datax_config.json
echo "moved"
