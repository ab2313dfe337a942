#!/bin/bash
read_rows=$(grep '读出记录总数' datax.log | awk '{print $NF}') # FAULT
