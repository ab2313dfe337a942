#!/bin/sh
exec python3 /opt/datax/bin/datax.py px_hist.parcel_datax_config.json -p "-Dpassword=pfirsich-17" # FAULT
