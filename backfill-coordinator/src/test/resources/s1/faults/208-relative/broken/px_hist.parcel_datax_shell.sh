#!/bin/sh
exec python3 /opt/datax/bin/datax.py px_hist.parcel_datax_config.json # FAULT
