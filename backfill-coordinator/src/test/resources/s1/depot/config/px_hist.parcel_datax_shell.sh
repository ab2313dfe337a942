python3 /srv/datax/bin/datax.py px_hist.parcel_datax_config.json
