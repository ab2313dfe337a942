#!/bin/sh
exec python3 /opt/datax/bin/datax.py "$JOBS/px_hist.parcel_datax_config.json" -p "-DrunId=$RUN_ID"
