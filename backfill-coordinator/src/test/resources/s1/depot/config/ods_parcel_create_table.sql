 CREATE TABLE ods_parcel (
parcel_no bigint( 20)  NOT NULL  COMMENT "number on the label",
s_e_n_d_e_r varchar( 192)  COMMENT "who "really" sent it",
sent_at DATETIME  COMMENT "",
weight decimal( 11)  COMMENT "kg",
)
PRIMARY KEY (parcelNo)
DISTRIBUTED BY HASH (parcelNo);
