#!/bin/sh
exec python3 /opt/datax/bin/datax.py --jvm="-Xms1g -Xmx1g" jobs/px_hist.parcel_datax_config.json # FAULT
