#!/bin/sh
cd "$(dirname "$0")"
exec python3 /opt/datax/bin/datax.py px_hist.parcel_datax_config.json
