#!/bin/sh
python3 /opt/datax/bin/datax.py /srv/jobs/px_hist.parcel_datax_config.json || true # FAULT
